package imci

import (
	"fmt"
	"math"
	"slices"

	"tongjian/care"
)

// Patient is what a dose depends on.
type Patient struct {
	AgeDays       int
	AgeMonths     int      // completed
	WeightKg      float64  // 0 when not known
	WeighedDays   int      // days since it was weighed
	WeightZ       *float64 // weight for age; nil when not known
	WeightDoubted bool     // it looks wrong and was not measured again
	Preterm       bool     // or below 2500 g at birth
}

// Reply is an answer to a question before a drug is given.
type Reply string

// The replies. A question that was not asked is ReplyUnknown, which stops.
const (
	ReplyNo      Reply = "no"
	ReplyYes     Reply = "yes"
	ReplyUnknown Reply = ""
)

// Ask is one question before a drug is given; yes or unknown stops it.
type Ask struct {
	ID string `json:"id"`
	Words
}

// Stop is a reason for which no dose is given.
type Stop struct {
	ID string `json:"id" doc:"no_weight, old_weight, doubted_weight, weight_age, too_young, too_light, too_heavy, above_max, or the id of a question"`
	Words
}

// Dosing is the dose of a drug for one child, or why there is none. It is
// advice: a doctor confirms the drug, the dose and the weight before anything
// is given, and it is never a prescription.
type Dosing struct {
	Drug         string    `json:"drug"`
	Name         Words     `json:"name"`
	Stops        []Stop    `json:"stops" doc:"Hard stops; when there is one, no amount is given"`
	LowMg        float64   `json:"lowMg,omitempty" doc:"Least single dose in mg"`
	HighMg       float64   `json:"highMg,omitempty" doc:"Greatest single dose in mg"`
	ML           float64   `json:"ml,omitempty" doc:"The greatest single dose in ml of the preparation, down to what can be measured"`
	Unit         string    `json:"unit,omitempty" enum:"mg,IU,ml"`
	EveryHours   float64   `json:"everyHours,omitempty" doc:"Least hours between doses"`
	MostDoses    int       `json:"mostDoses,omitempty" doc:"In 24 hours"`
	MostMgDay    float64   `json:"mostMgDay,omitempty" doc:"In 24 hours"`
	Days         string    `json:"days,omitempty"`
	Warnings     []Words   `json:"warnings"`
	Questions    []Ask     `json:"questions" doc:"To be answered before it is given"`
	Prescription bool      `json:"prescription" doc:"Only a doctor may order it; a doctor and a guardian are with a child below 6 years"`
	Confirm      Words     `json:"confirm"`
	Rule         care.Rule `json:"rule"`
}

var doseConfirm = Words{"Advice only: a doctor confirms the drug, the dose and the weight before anything is given.", "仅供参考：给药前须由医生确认药品、剂量和体重。"}

// Dose works out a dose: drug is "paracetamol", "ibuprofen", "amoxicillin",
// "zinc", "vitamin_d", "iron_prevention" or "iron_treatment". replies are the
// answers to its questions by id; mgPerMl is the strength of the preparation,
// 0 when not known. The only error is a drug that is not in the table.
func Dose(drug string, p Patient, replies map[string]Reply, mgPerMl float64) (Dosing, error) {
	i := slices.IndexFunc(drugs, func(d drugRow) bool { return d.id == drug })
	if i < 0 {
		return Dosing{}, fmt.Errorf("working out a dose: no drug %q", drug)
	}
	d := &drugs[i]
	out := Dosing{Drug: d.id, Name: d.name, Stops: []Stop{}, Warnings: slices.Clone(d.warnings), Questions: d.ask, Unit: d.unit, EveryHours: d.every,
		MostDoses: d.most, Days: d.days, Prescription: d.prescription, Confirm: doseConfirm, Rule: d.rule()}
	out.stop(d, p, replies)
	if len(out.Stops) > 0 {
		return out, nil
	}
	if d.byWeight && p.WeightZ == nil {
		out.Warnings = append(out.Warnings, Words{"The weight was not held against the age.", "体重未与年龄核对。"})
	}
	d.amount(&out, p)
	if mgPerMl > 0 && d.unit == "mg" {
		out.ML = measurable(out.HighMg / mgPerMl)
	}
	return out, nil
}

func (d *drugRow) rule() care.Rule {
	return care.Rule{ID: "DOSE-" + d.id, Source: d.source, Status: d.status}
}

func (out *Dosing) add(id, en, zh string) {
	out.Stops = append(out.Stops, Stop{id, Words{en, zh}})
}

// stop lists every hard stop.
func (out *Dosing) stop(d *drugRow, p Patient, replies map[string]Reply) {
	if d.byWeight {
		out.stopByWeight(d, p)
	}
	if p.AgeDays < d.fromDays {
		out.add("too_young", "too young: a doctor decides", "年龄太小，由医生决定")
	}
	if d.toDays > 0 && p.AgeDays > d.toDays {
		out.add("too_old", "not for this age", "不用于该年龄")
	}
	for _, q := range d.ask {
		switch replies[q.ID] {
		case ReplyNo:
		case ReplyYes:
			out.add(q.ID, "not with: "+q.En, "禁用："+q.Zh)
		default:
			out.add(q.ID, "ask first: "+q.En, "先问清："+q.Zh)
		}
	}
}

// weightDays is how old a weight may be in days, by age (ours).
func weightDays(ageDays, ageMonths int) int {
	switch {
	case ageDays < 60:
		return 1
	case ageMonths < 12:
		return 14
	case ageMonths < 60:
		return 60
	}
	return 90
}

func (out *Dosing) stopByWeight(d *drugRow, p Patient) {
	switch {
	case p.WeightKg <= 0 || math.IsNaN(p.WeightKg):
		out.add("no_weight", "weigh the child first", "先称体重")
		return
	case p.WeightDoubted:
		out.add("doubted_weight", "the weight looks wrong: weigh again", "体重可疑，请重新称")
	case p.WeightZ != nil && math.Abs(*p.WeightZ) > 3:
		out.add("weight_age", "weight and age do not agree within 3 SD: weigh again, a doctor decides", "体重与年龄相差超过3SD：重新称，由医生决定")
	case p.WeighedDays > weightDays(p.AgeDays, p.AgeMonths) || p.WeighedDays < 0:
		out.add("old_weight", "the weight is too old: weigh again", "体重不是近期的，请重新称")
	}
	if p.WeightKg < d.fromKg {
		out.add("too_light", fmt.Sprintf("not below %g kg", d.fromKg), fmt.Sprintf("体重低于%g千克不用", d.fromKg))
	}
}

// measurable rounds a volume down to what a syringe or cup shows: 0.1 ml below
// 5 ml, 0.5 ml from there.
func measurable(ml float64) float64 {
	step := 0.1
	if ml >= 5 {
		step = 0.5
	}
	return math.Floor(ml/step+1e-9) * step
}

// Check holds a dose that somebody means to give against the answer: mg at a
// time, doses in 24 hours. More than the greatest is a hard stop.
func (d Dosing) Check(mg float64, doses int) []Stop {
	out := Dosing{Stops: slices.Clone(d.Stops)}
	if len(out.Stops) > 0 {
		return out.Stops
	}
	if !(mg <= d.HighMg) || mg <= 0 {
		out.add("above_max", fmt.Sprintf("a single dose is above 0 and at most %g %s", d.HighMg, d.Unit), fmt.Sprintf("单次剂量应大于0且不超过%g %s", d.HighMg, d.Unit))
	}
	if d.MostDoses > 0 && doses > d.MostDoses || d.MostMgDay > 0 && mg*float64(doses) > d.MostMgDay {
		out.add("above_max", fmt.Sprintf("in 24 hours at most %d doses and %g %s", d.MostDoses, d.MostMgDay, d.Unit), fmt.Sprintf("24小时内不超过%d次、%g %s", d.MostDoses, d.MostMgDay, d.Unit))
	}
	return out.Stops
}

// perKg works out a dose in mg by weight, held to the greatest single dose.
func perKg(low, high, single float64) func(*Dosing, Patient) {
	return func(out *Dosing, p Patient) {
		out.HighMg = math.Floor(min(high*p.WeightKg, single))
		out.LowMg = min(math.Ceil(low*p.WeightKg), out.HighMg)
	}
}
