package wellchild

import (
	"slices"

	"tongjian/care"
)

// Kind says what sort of work a task is.
type Kind string

// The kinds of task, in the order in which a sheet lists them.
const (
	Measure Kind = "measure"
	Ask     Kind = "ask"
	Screen  Kind = "screen"
	Test    Kind = "test"
	Exam    Kind = "exam"
)

// Task is one thing to do at a visit. ID is what Done.Items holds.
type Task struct {
	ID string `json:"id"`
	Words
	Kind     Kind        `json:"kind" enum:"measure,ask,screen,test,exam"`
	AtCounty bool        `json:"atCounty,omitempty" doc:"Mostly done at county level"`
	Optional bool        `json:"optional,omitempty" doc:"Not asked by the norm; done where the county uses it"`
	Done     bool        `json:"done,omitempty"`
	Status   care.Status `json:"status,omitempty" enum:"unverified,ours" doc:"Given where the task is not read in a source"`
}

func task(k Kind, en, zh string) Task { return Task{Words: Words{en, zh}, Kind: k} }

func county(t Task) Task   { t.AtCounty = true; return t }
func optional(t Task) Task { t.Optional = true; return t }
func unread(t Task) Task   { t.Status = care.Unverified; return t }

// tasks are what can be done at a visit, by id: measures and examination from
// the record forms, eyes from the eye-care norm of 2021, hearing and M-CHAT
// timing from development.json.
var tasks = map[string]Task{
	"weight":            task(Measure, "weight", "体重"),
	"length":            task(Measure, "length, lying", "身长（卧位）"),
	"height":            task(Measure, "height, standing", "身高（立位）"),
	"weight_for_height": task(Measure, "weight for height", "身高别体重"),
	"head":              task(Measure, "head circumference", "头围"),
	"temperature":       task(Measure, "temperature", "体温"),
	"heart_rate":        task(Measure, "heart rate", "心率"),
	"breathing":         task(Measure, "breathing rate, over a whole minute", "呼吸频率（数满一分钟）"),

	"hearing_result": task(Ask, "result of the newborn hearing screen", "新生儿听力筛查结果"),
	"disease_result": task(Ask, "result of the newborn blood screen", "新生儿疾病筛查结果"),
	"first_doses":    task(Ask, "hepatitis B dose 1 and BCG given?", "乙肝第1针、卡介苗是否已种"),

	"signs":          task(Screen, "warning signs of development", "发育预警征象"),
	"mchat":          optional(task(Screen, "autism questionnaire M-CHAT-R/F", "孤独症筛查问卷（M-CHAT-R/F）")),
	"hearing_again":  task(Screen, "hearing again by day 42 if the first screen was not passed", "听力初筛未通过者，42天内复筛"),
	"hearing":        task(Screen, "hearing, by behaviour", "听力（行为观察）"),
	"vision":         task(Screen, "eyesight on a chart", "视力表检查视力"),
	"eye_outer":      task(Screen, "eyes from outside", "眼外观"),
	"eye_risk":       task(Screen, "risks for the eyes", "眼病高危因素"),
	"eye_light":      task(Screen, "eyes: reaction to light", "眼：对光反应"),
	"eye_blink":      task(Screen, "eyes: blink reflex", "眼：瞬目反射"),
	"eye_ball":       task(Screen, "eyes: follows a red ball", "眼：红球追视"),
	"eye_follow":     task(Screen, "eyes: looks and follows", "眼：视物行为"),
	"eye_reflex":     county(task(Screen, "eyes: red reflex", "眼：红光反射")),
	"eye_position":   county(task(Screen, "eyes: position", "眼：眼位")),
	"eye_cover":      county(task(Screen, "eyes: minds one eye being covered", "眼：单眼遮盖厌恶试验")),
	"eye_refraction": county(task(Screen, "eyes: refraction", "眼：屈光筛查")),
	"retina":         county(unread(task(Screen, "retina, from 4-6 weeks (born before 34 weeks or below 2000 g)", "眼底筛查，生后4～6周起（胎龄<34周或体重<2000克）"))),

	"hb":     task(Test, "haemoglobin", "血红蛋白"),
	"hb_6_8": task(Test, "haemoglobin, once at 6-8 months", "血红蛋白（6～8月龄查一次）"),
	"hb_8":   task(Test, "haemoglobin, if not done at 6 months", "血红蛋白（6月龄未查者）"),

	"colour": task(Exam, "colour of the face", "面色"), "jaundice": task(Exam, "jaundice and how far down", "黄疸及部位"),
	"fontanelle": task(Exam, "fontanelle", "前囟"), "eyes": task(Exam, "eyes", "眼"), "ears": task(Exam, "ears", "耳"), "nose": task(Exam, "nose", "鼻"),
	"mouth": task(Exam, "mouth", "口腔"), "heart_lungs": task(Exam, "heart and lungs", "心肺"), "chest": task(Exam, "chest", "胸部"),
	"belly": task(Exam, "belly, liver and spleen", "腹部、肝脾"), "limbs": task(Exam, "arms and legs", "四肢"), "neck": task(Exam, "lumps in the neck", "颈部包块"),
	"skin": task(Exam, "skin", "皮肤"), "anus": task(Exam, "anus", "肛门"), "genitals": task(Exam, "genitals", "外生殖器"), "spine": task(Exam, "spine", "脊柱"),
	"navel": task(Exam, "navel", "脐部"), "rickets_symptoms": task(Exam, "symptoms of rickets", "可疑佝偻病症状"), "rickets_signs": task(Exam, "signs of rickets", "可疑佝偻病体征"),
	"hips": task(Exam, "hips", "髋关节"), "teeth": task(Exam, "teeth: number, decay", "牙齿数及龋齿"), "gait": task(Exam, "gait", "步态"), "other": task(Exam, "anything else", "其他"),
}

// bloodTests are ids that all mean haemoglobin; one counts for another.
var bloodTests = []string{"hb", "hb_6_8", "hb_8"}

// applies tells whether a task is for this child at this visit.
func (n *norm) applies(id string, c Child, done []Done) bool {
	switch id {
	case "retina":
		return c.GestationDays > 0 && c.GestationDays < 34*7 || c.BirthWeightG > 0 && c.BirthWeightG < 2000
	case "hb_8":
		return !bloodBetween(done, c.Birth.AddMonths(6, care.Clamp), c.Birth.AddMonths(8, care.Clamp)-1)
	}
	return true
}

// bloodBetween tells whether haemoglobin is known to have been tested between two days.
func bloodBetween(done []Done, from, until care.Day) bool {
	return slices.ContainsFunc(done, func(d Done) bool {
		return d.Day >= from && d.Day <= until && slices.ContainsFunc(bloodTests, func(id string) bool { return slices.Contains(d.Items, id) })
	})
}

// checkWords names the screens and tests of a visit in a line each. Parts of
// the same examination of the eyes are one check here.
func (n *norm) checkWords(c Child, done []Done) []Words {
	out := []Words{}
	for _, id := range n.tasks {
		if n.applies(id, c, done) {
			out = append(out, tasks[id].Words)
		}
	}
	return out
}
