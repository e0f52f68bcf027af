package imci

import (
	"fmt"
	"math"

	"tongjian/care"
)

// drugRow is one drug of the table (dosing.json, corrected by the review).
type drugRow struct {
	id           string
	name         Words
	unit         string
	byWeight     bool
	fromDays     int     // least age
	toDays       int     // greatest age, 0 for none
	fromKg       float64 // least weight
	every        float64 // least hours between doses
	most         int     // doses in 24 hours
	days         string
	prescription bool
	ask          []Ask
	warnings     []Words
	amount       func(*Dosing, Patient)
	source       string
	status       care.Status
}

func ask(id, en, zh string) Ask { return Ask{id, Words{en, zh}} }

var drugs = []drugRow{
	{id: "paracetamol", name: Words{"paracetamol", "对乙酰氨基酚"}, unit: "mg", byWeight: true, fromDays: 60, every: 4, most: 4, days: "2",
		ask: []Ask{ask("liver_disease", "liver disease", "肝病"), ask("same_ingredient", "another product with paracetamol in the last 4 hours (many cold mixtures)", "4小时内用过含对乙酰氨基酚的药（许多感冒药含有）"),
			ask("paracetamol_allergy", "allergy to it", "对本品过敏"), ask("dehydrated_or_malnourished", "dehydrated or malnourished (repeated doses: a doctor decides)", "脱水或营养不良（重复用药由医生决定）")},
		warnings: []Words{{"For pain, or fever with discomfort or from 38.5 C; it does not prevent fits. Usually every 6 hours, no longer than 2 days without a doctor. Do not alternate with ibuprofen.", "用于疼痛，或发热不适、≥38.5℃；不能预防抽搐。一般每6小时一次，未经医生看不超过2天。不与布洛芬交替使用。"}},
		amount: func(out *Dosing, p Patient) {
			perKg(10, 15, 1000)(out, p)
			out.MostMgDay = math.Floor(60 * p.WeightKg)
		}, source: "WHO digital adaptation kit 2024; NPS MedicineWise 2024", status: care.Verified},
	{id: "ibuprofen", name: Words{"ibuprofen", "布洛芬"}, unit: "mg", byWeight: true, fromDays: 183, fromKg: 6, every: 6, most: 3, days: "2",
		ask: []Ask{ask("fluid_loss", "dehydration, vomiting or diarrhoea", "脱水、呕吐或腹泻"), ask("chickenpox", "chickenpox", "水痘"), ask("nsaid_asthma", "asthma that such drugs made worse", "此类药物诱发的哮喘"),
			ask("organ_or_bleeding", "kidney, heart, liver or bleeding trouble", "肾、心、肝病或出血倾向"), ask("stomach", "stomach ulcer or bowel inflammation", "胃溃疡或炎症性肠病"), ask("dengue", "may be dengue", "可能登革热"), ask("same_ingredient", "another such product in the last 6 hours", "6小时内用过同类药")},
		warnings: []Words{{"Second choice, with food, not together with paracetamol.", "第二选择，随餐服，不与对乙酰氨基酚同用。"}},
		amount: func(out *Dosing, p Patient) {
			perKg(5, 10, 400)(out, p)
			out.MostMgDay = math.Floor(30 * p.WeightKg)
		}, source: "NHS 2025; NPS MedicineWise 2024; the limit of 6 months is background", status: care.Unverified},
	{id: "amoxicillin", name: Words{"amoxicillin, by mouth", "阿莫西林（口服）"}, unit: "mg", byWeight: true, fromDays: 60, every: 12, most: 2, days: "3-5", prescription: true,
		ask: []Ask{ask("penicillin_allergy", "allergy to a penicillin, or an unclear rash after one", "青霉素过敏，或用后出过不明皮疹"), ask("skin_test_positive", "penicillin skin test positive", "青霉素皮试阳性"),
			ask("glandular_fever", "may be glandular fever", "可能传染性单核细胞增多症"), ask("no_pneumonia_or_ear", "no pneumonia or ear infection found by the paediatrician", "儿科医生未诊断肺炎或中耳炎")},
		warnings: []Words{{"Only when the paediatrician finds pneumonia or an acute ear infection. China asks for a skin test before use. Look again at 3 days.", "仅在儿科医生诊断肺炎或急性中耳炎时使用。我国要求用前皮试。3天复查。"}},
		amount:   amoxicillin, source: "WHO digital adaptation kit 2024; WHO guideline on pneumonia 2024; the daily limit is background", status: care.Verified},
	{id: "zinc", name: Words{"zinc", "锌（元素锌）"}, unit: "mg", toDays: 1826, every: 24, most: 1, days: "10-14",
		ask:      []Ask{ask("zinc_allergy", "allergy to zinc", "对锌过敏"), ask("same_ingredient", "takes another product with zinc", "已在服含锌制剂")},
		warnings: []Words{{"With diarrhoea. WHO announced a lower dose in 2024, whose value could not be read: the paediatrician may set it. May cause vomiting: split it or give it after food.", "腹泻时用。世卫组织2024年宣布降低剂量，具体数值未能读到，可由儿科医生定。可能引起呕吐，可分次或饭后服。"}},
		amount: func(out *Dosing, p Patient) {
			out.HighMg = map[bool]float64{true: 10, false: 20}[p.AgeMonths < 6]
			out.LowMg, out.MostMgDay = out.HighMg, out.HighMg
		}, source: "WHO eLENA 2017; WHO plans for diarrhoea", status: care.Verified},
	{id: "vitamin_d", name: Words{"vitamin D", "维生素D"}, unit: "IU", every: 24, most: 1,
		ask:      []Ask{ask("high_calcium", "high calcium or kidney stones", "高钙血症或肾结石"), ask("treatment_dose", "already takes a treatment dose", "已在用治疗量")},
		warnings: []Words{{"Count vitamin AD drops and fortified formula once; single large doses are for a doctor.", "维生素AD滴剂和强化配方奶算在内，不重复；大剂量由医生决定。"}},
		amount:   vitaminD, source: "China, care guide below 3 years 2022; preterm by clinical review", status: care.Unverified},
	{id: "iron_prevention", name: Words{"iron, to prevent anaemia", "铁剂（预防）"}, unit: "mg", byWeight: true, fromDays: 28, toDays: 365, every: 24, most: 1,
		ask: ironAsk, warnings: ironWarnings, amount: ironPrevention, source: "China, technical norm of nutritional diseases 2012", status: care.Verified},
	{id: "iron_treatment", name: Words{"iron, to treat anaemia", "铁剂（治疗）"}, unit: "mg", byWeight: true, fromDays: 183, every: 24, most: 1, prescription: true,
		ask: ironAsk, warnings: ironWarnings, amount: func(out *Dosing, p Patient) {
			perKg(2, 6, 100)(out, p)
			out.MostMgDay = out.HighMg
		}, source: "clinical background; sources range from 2 to 6 mg/kg a day", status: care.Unverified},
}

var ironAsk = []Ask{ask("infection_or_sam", "acute infection, or the first phase of severe malnutrition", "急性感染，或重度营养不良早期"), ask("thalassaemia", "thalassaemia or many transfusions (test first; common in the south)", "地中海贫血或多次输血（南方常见，先查）")}

var ironWarnings = []Words{{"Between meals, with fruit, not with milk or tea; dark stools are normal. Lock it away: too much kills.", "两餐之间，配水果，不与奶、茶同服；大便变黑正常。锁好：过量会致命。"}}

// labelMgKgDay is the highest daily dose of amoxicillin on the Chinese label
// (background): above it the answer says so.
const labelMgKgDay = 40

func amoxicillin(out *Dosing, p Patient) {
	perKg(35, 50, 1000)(out, p)
	out.MostMgDay = math.Floor(100 * p.WeightKg)
	if 2*out.LowMg > labelMgKgDay*p.WeightKg {
		out.Warnings = append(out.Warnings, Words{fmt.Sprintf("Even the least dose exceeds the Chinese label (%d mg/kg a day, background): the doctor says so in the note.", labelMgKgDay),
			fmt.Sprintf("最低剂量也超过国内说明书（每日%d mg/kg，待核实）：医生须在记录中说明。", labelMgKgDay)})
	}
}

func vitaminD(out *Dosing, p Patient) {
	out.LowMg, out.HighMg = 400, 400
	if p.Preterm && p.AgeMonths < 3 {
		out.LowMg, out.HighMg = 800, 1000
	}
	out.MostMgDay = out.HighMg
}

// ironPrevention: 2 mg/kg from 4 weeks for a child born early or small, 1
// mg/kg from 4 months for a term child fed mostly at the breast.
func ironPrevention(out *Dosing, p Patient) {
	perDay := 1.0
	switch {
	case p.Preterm:
		perDay = 2
	case p.AgeMonths < 4:
		out.add("too_young", "born at term: from 4 months", "足月儿：4个月起")
		return
	}
	out.HighMg = math.Round(perDay*p.WeightKg*10) / 10
	out.LowMg, out.MostMgDay = out.HighMg, out.HighMg
}
