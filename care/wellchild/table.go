package wellchild

import "tongjian/care"

// norm is one row of the table of visits.
type norm struct {
	id       string
	name     Words
	months   int // age at which the window opens; newborn and fullMonth count days
	length   int // months that the window is open
	place    Words
	form     Words
	tasks    []string // screens and tests, by id
	exam     []string
	topics   []string
	teach    *Words // what is taught by traditional medicine
	vaccines []string
	status   care.Status
}

// The two visits whose windows are counted in days.
const (
	newborn   = "nb_home"
	fullMonth = "full_month"
)

var (
	atHome   = Words{"at home", "家中"}
	atCentre = Words{"township health centre", "乡镇卫生院"}
	atSchool = Words{"township health centre, or at kindergarten", "乡镇卫生院或幼儿园"}

	homeForm   = Words{"newborn home visit form", "新生儿家庭访视记录表"}
	infantForm = Words{"form for 1-8 months", "1～8月龄儿童健康检查记录表"}
	toddleForm = Words{"form for 12-30 months", "12～30月龄儿童健康检查记录表"}
	olderForm  = Words{"form for 3-6 years", "3～6岁儿童健康检查记录表"}

	rub       = Words{"belly rub and spine pinch, shown to the parents", "教家长摩腹、捏脊"}
	twoPoints = Words{"pressing Yingxiang and Zusanli, shown to the parents", "教家长按揉迎香、足三里"}
	fourSpots = Words{"pressing Sishencong, shown to the parents", "教家长按揉四神聪"}

	homeExam   = []string{"colour", "jaundice", "fontanelle", "eyes", "ears", "nose", "mouth", "heart_lungs", "chest", "belly", "limbs", "neck", "skin", "anus", "genitals", "spine", "navel"}
	infantExam = []string{"colour", "skin", "fontanelle", "neck", "eyes", "ears", "mouth", "chest", "belly", "navel", "limbs", "rickets_symptoms", "rickets_signs", "anus", "genitals"}
	hipExam    = append(append([]string{}, infantExam...), "hips")
	toddleExam = []string{"colour", "skin", "fontanelle", "eyes", "ears", "teeth", "chest", "belly", "limbs", "gait", "rickets_signs"}
	olderExam  = []string{"teeth", "chest", "belly", "other"}

	everyTopic = []string{"feeding", "growth", "disease", "injury", "mouth"}
	solidFood  = append(append([]string{}, everyTopic...), "solids")
)

// norms are the thirteen visits in order of age (wellchild.json visits[],
// wellchild.md 1). The windows at 3, 6 and 8 months follow those of the 12-30
// month form by analogy, and so are marked ours.
var norms = []norm{
	{id: newborn, name: Words{"newborn home visit", "新生儿家庭访视"}, place: atHome, form: homeForm, exam: homeExam, topics: everyTopic, status: care.Verified,
		tasks: []string{"temperature", "heart_rate", "breathing", "hearing_result", "disease_result", "first_doses", "eye_outer", "eye_risk"}},
	{id: fullMonth, name: Words{"full-month visit", "满月健康管理"}, place: atCentre, form: infantForm, exam: infantExam, topics: everyTopic, vaccines: []string{"HepB2"}, status: care.Verified,
		tasks: []string{"hearing_again", "eye_outer", "eye_risk", "eye_light", "retina"}},
	{id: "m3", name: Words{"3 months", "3月龄"}, months: 3, length: 1, place: atCentre, form: infantForm, exam: infantExam, topics: everyTopic, vaccines: []string{"IPV2"}, status: care.Ours,
		tasks: []string{"signs", "eye_outer", "eye_blink", "eye_ball"}},
	{id: "m6", name: Words{"6 months", "6月龄"}, months: 6, length: 1, place: atCentre, form: infantForm, exam: hipExam, topics: solidFood, teach: &rub, vaccines: []string{"HepB3", "DTaP3", "MPSV-A1"}, status: care.Ours,
		tasks: []string{"signs", "hearing", "eye_outer", "eye_reflex", "eye_position", "eye_cover", "hb_6_8"}},
	{id: "m8", name: Words{"8 months", "8月龄"}, months: 8, length: 1, place: atCentre, form: infantForm, exam: infantExam, topics: everyTopic, vaccines: []string{"MMR1", "JE-L1"}, status: care.Ours,
		tasks: []string{"signs", "eye_outer", "hb_8"}},
	{id: "m12", name: Words{"12 months", "12月龄"}, months: 12, length: 1, place: atCentre, form: toddleForm, exam: toddleExam, topics: everyTopic, teach: &rub, status: care.Verified,
		tasks: []string{"signs", "hearing", "eye_outer", "eye_follow"}},
	{id: "m18", name: Words{"18 months", "18月龄"}, months: 18, length: 1, place: atCentre, form: toddleForm, exam: toddleExam, topics: everyTopic, teach: &twoPoints, vaccines: []string{"DTaP4", "MMR2", "HepA-L"}, status: care.Verified,
		tasks: []string{"signs", "mchat", "eye_outer", "hb"}},
	{id: "m24", name: Words{"24 months", "24月龄"}, months: 24, length: 1, place: atCentre, form: toddleForm, exam: toddleExam, topics: everyTopic, teach: &twoPoints, vaccines: []string{"JE-L2"}, status: care.Verified,
		tasks: []string{"signs", "mchat", "hearing", "eye_outer", "eye_refraction", "eye_position", "eye_cover"}},
	{id: "m30", name: Words{"30 months", "30月龄"}, months: 30, length: 1, place: atCentre, form: toddleForm, exam: toddleExam, topics: everyTopic, teach: &fourSpots, status: care.Verified,
		tasks: []string{"signs", "eye_outer", "hb"}},
	{id: "y3", name: Words{"3 years", "3岁"}, months: 36, length: 12, place: atCentre, form: olderForm, exam: olderExam, topics: everyTopic, teach: &fourSpots, vaccines: []string{"MPSV-AC1"}, status: care.Verified,
		tasks: []string{"signs", "hearing", "eye_outer", "eye_refraction", "eye_position", "eye_cover"}},
	{id: "y4", name: Words{"4 years", "4岁"}, months: 48, length: 12, place: atSchool, form: olderForm, exam: olderExam, topics: everyTopic, vaccines: []string{"bOPV4"}, status: care.Verified,
		tasks: []string{"signs", "vision", "eye_outer", "eye_refraction", "eye_position", "hb"}},
	{id: "y5", name: Words{"5 years", "5岁"}, months: 60, length: 12, place: atSchool, form: olderForm, exam: olderExam, topics: everyTopic, status: care.Verified,
		tasks: []string{"signs", "vision", "eye_outer", "eye_refraction", "eye_position", "hb"}},
	{id: "y6", name: Words{"6 years", "6岁"}, months: 72, length: 12, place: atSchool, form: olderForm, exam: olderExam, topics: everyTopic, vaccines: []string{"DTaP5", "MPSV-AC2"}, status: care.Verified,
		tasks: []string{"signs", "vision", "eye_outer", "eye_refraction", "eye_position", "hb"}},
}

// measureIDs are what is measured: the head until 8 months, length lying below
// 3 years, standing height after.
func (n *norm) measureIDs() []string {
	switch {
	case n.id == newborn:
		return []string{"weight", "length"}
	case n.months >= 36:
		return []string{"weight", "height", "weight_for_height"}
	case n.months >= 12:
		return []string{"weight", "length"}
	}
	return []string{"weight", "length", "head"}
}

func (n *norm) measures() []Words {
	var out []Words
	for _, id := range n.measureIDs() {
		out = append(out, tasks[id].Words)
	}
	return out
}

const normSource = "National norm of basic public health services, health management of children 0-6 years; record forms and public copies"

// rule names what a visit's window comes from.
func (n *norm) rule() care.Rule {
	return care.Rule{ID: "WELLCHILD-" + n.id, Edition: "third edition", Source: normSource, Status: n.status}
}
