package imci

import (
	"math"

	"tongjian/care"
)

// Fluid is how much oral rehydration solution or fluid by vein a child with
// diarrhoea gets.
type Fluid struct {
	Plan     string    `json:"plan" enum:"A,B,C"`
	LowML    float64   `json:"lowMl,omitempty" doc:"Least amount in ml: after each loose stool (A), over 4 hours (B)"`
	HighML   float64   `json:"highMl,omitempty"`
	FirstML  float64   `json:"firstMl,omitempty" doc:"By vein, first part (C)"`
	FirstMin int       `json:"firstMinutes,omitempty"`
	ThenML   float64   `json:"thenMl,omitempty"`
	ThenMin  int       `json:"thenMinutes,omitempty"`
	SipsMLH  float64   `json:"sipsMlHour,omitempty" doc:"By sips or tube while on the way (C)"`
	ByAge    bool      `json:"byAge,omitempty" doc:"Worked out from the age, because the weight is not known"`
	Stops    []Stop    `json:"stops"`
	Say      []Words   `json:"say"`
	Confirm  Words     `json:"confirm"`
	Rule     care.Rule `json:"rule"`
}

// ageAmount is the amount of plan B over 4 hours where the weight is not known.
type ageAmount struct {
	below     int // months
	low, high float64
}

var planBByAge = []ageAmount{{4, 200, 400}, {12, 400, 700}, {24, 700, 900}, {60, 900, 1400}}

var orsSource = "WHO plans for diarrhoea"

// FluidAsks are the questions before fluids are given by mouth. Only a yes
// stops: rehydration does not wait for an answer.
var FluidAsks = []Ask{
	ask("severe_malnutrition", "severe malnutrition: slow rehydration on a doctor's order, sips on the way", "重度营养不良：遵医嘱慢速补液，路上少量喂"),
	ask("surgical_abdomen", "blocked bowel or another belly for the surgeon", "肠梗阻或外科急腹症"),
	ask("cannot_swallow", "cannot swallow safely", "不能安全吞咽"),
}

// Fluids gives the plan "A" (at home), "B" (over 4 hours under watch) or "C"
// (severe) for a child; replies answer FluidAsks. A child with severe
// malnutrition gets neither B nor C. Other plans give a stop.
func Fluids(plan string, p Patient, replies map[string]Reply) Fluid {
	out := Fluid{Plan: plan, Stops: []Stop{}, Say: []Words{}, Confirm: doseConfirm, Rule: care.Rule{ID: "ORS-" + plan, Source: orsSource, Status: care.Verified}}
	for i, q := range FluidAsks {
		byMouth := i > 0 // the first is about how fast, the others about the mouth
		if replies[q.ID] == ReplyYes && (byMouth && plan != "C" || !byMouth && plan != "A") {
			out.Stops = append(out.Stops, Stop(q))
		}
	}
	if len(out.Stops) > 0 {
		return out
	}
	switch plan {
	case "A":
		out.planA(p)
	case "B":
		out.planB(p)
	case "C":
		out.planC(p)
	default:
		out.Stops = append(out.Stops, Stop{"no_plan", Words{"the plans are A, B and C", "只有A、B、C方案"}})
	}
	return out
}

func (out *Fluid) planA(p Patient) {
	out.LowML, out.HighML = 50, 100
	if p.AgeMonths >= 24 {
		out.LowML, out.HighML = 100, 200
	}
	out.Say = []Words{{"After each loose stool; small sips, after vomiting wait 10 minutes; breast milk first if only breastfed.", "每次稀便后喂；小口喂，吐了等10分钟；纯母乳的先喂母乳。"},
		{"Mix with exactly the water that the packet asks for; make it fresh after 24 hours.", "按袋上水量足量冲；24小时后重冲。"}}
}

func (out *Fluid) planB(p Patient) {
	out.Say = []Words{{"Look again after 4 hours. Puffy eyelids: water or breast milk instead. Getting worse: plan C and transfer.", "4小时后再评估。眼皮肿改喂水或母乳；加重按C方案并转诊。"}}
	if p.WeightKg > 0 && !p.WeightDoubted {
		out.LowML = math.Floor(75 * p.WeightKg)
		out.HighML = out.LowML
		return
	}
	for _, b := range planBByAge {
		if p.AgeMonths < b.below {
			out.LowML, out.HighML, out.ByAge = b.low, b.high, true
			return
		}
	}
	out.Stops = append(out.Stops, Stop{"no_weight", Words{"weigh the child first", "先称体重"}})
}

// planC: 100 ml/kg was read; its parts and the rate of sips are background.
func (out *Fluid) planC(p Patient) {
	out.Rule.Status = care.Unverified
	out.Say = []Words{{"Transfer. By vein only if trained staff can begin within 30 minutes.", "立即转诊。30分钟内有受训人员能开始才静脉补液。"}}
	if p.WeightKg <= 0 || p.WeightDoubted {
		out.Stops = append(out.Stops, Stop{"no_weight", Words{"weigh the child first; begin sips on the way", "先称体重；路上先少量喂"}})
		return
	}
	out.FirstML, out.ThenML, out.SipsMLH = 30*p.WeightKg, 70*p.WeightKg, 20*p.WeightKg
	out.FirstMin, out.ThenMin = 30, 150
	if p.AgeMonths < 12 {
		out.FirstMin, out.ThenMin = 60, 300
	}
}

// Never lists what is not given to a child of an age in months, or only by a
// doctor: background, to be signed by a paediatrician.
func Never(ageMonths int) []Words {
	var out []Words
	for _, n := range nevers {
		if ageMonths < n.below {
			out = append(out, n.Words)
		}
	}
	return out
}

var nevers = []struct {
	below int // months
	Words
}{
	{216, Words{"aspirin for fever", "退烧用阿司匹林"}}, {144, Words{"codeine, tramadol", "可待因、曲马多"}}, {24, Words{"cough and cold mixtures", "止咳感冒复方药"}},
	{72, Words{"cough and cold mixtures should be avoided", "尽量不用止咳感冒复方药"}}, {72, Words{"loperamide and other drugs that slow the gut", "洛哌丁胺等止泻抑动药"}}, {144, Words{"nimesulide", "尼美舒利"}}, {96, Words{"tetracyclines", "四环素类"}},
	{12, Words{"honey", "蜂蜜"}}, {216, Words{"metamizole", "安乃近"}}, {216, Words{"two products with the same ingredient", "同成分的两种药"}},
	{24, Words{"antihistamines without a doctor", "未经医生的抗组胺药"}}, {216, Words{"antibiotics, steroids or injections without a doctor", "未经医生的抗菌药、激素、注射"}}, {216, Words{"ciprofloxacin without a doctor", "未经医生的环丙沙星"}},
}
