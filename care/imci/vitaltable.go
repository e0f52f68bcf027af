package imci

import "tongjian/care"

type vitalKind struct {
	name Words
	unit string
}

var vitalKinds = map[string]vitalKind{
	"resp_rate":        {Words{"breaths", "呼吸"}, "/min"},
	"heart_rate":       {Words{"heart rate", "心率"}, "/min"},
	"spo2":             {Words{"oxygen in the blood", "血氧饱和度"}, "%"},
	"temperature":      {Words{"temperature", "体温"}, "C"},
	"capillary_refill": {Words{"capillary refill", "毛细血管充盈"}, "s"},
	"systolic_bp":      {Words{"systolic blood pressure", "收缩压"}, "mmHg"},
	"glucose":          {Words{"blood glucose", "血糖"}, "mmol/L"},
}

// scores are the bounds of one vital sign at ages of from to below to months
// (Bedside PEWS 2009, vitals.csv): 0 lies between zero, 2 and 4 from the others out.
type scores struct {
	vital           string
	from, to        float64
	zero, two, four [2]float64
}

var scoreTable = []scores{
	{"heart_rate", 0, 3, [2]float64{110, 150}, [2]float64{90, 180}, [2]float64{80, 190}},
	{"heart_rate", 3, 12, [2]float64{100, 150}, [2]float64{80, 170}, [2]float64{70, 180}},
	{"heart_rate", 12, 48, [2]float64{90, 120}, [2]float64{70, 150}, [2]float64{60, 170}},
	{"heart_rate", 48, 144, [2]float64{70, 110}, [2]float64{60, 130}, [2]float64{50, 150}},
	{"systolic_bp", 0, 3, [2]float64{60, 80}, [2]float64{50, 100}, [2]float64{45, 130}},
	{"systolic_bp", 3, 12, [2]float64{80, 100}, [2]float64{70, 120}, [2]float64{60, 150}},
	{"systolic_bp", 12, 48, [2]float64{90, 110}, [2]float64{75, 125}, [2]float64{65, 160}},
	{"systolic_bp", 48, 144, [2]float64{90, 120}, [2]float64{80, 140}, [2]float64{70, 170}},
	{"resp_rate", 0, 3, [2]float64{29, 61}, [2]float64{19, 81}, [2]float64{15, 91}},
	{"resp_rate", 3, 12, [2]float64{24, 51}, [2]float64{19, 71}, [2]float64{15, 81}},
	{"resp_rate", 12, 48, [2]float64{19, 41}, [2]float64{15, 61}, [2]float64{12, 71}},
	{"resp_rate", 48, 144, [2]float64{19, 31}, [2]float64{14, 41}, [2]float64{10, 51}},
}

// limit is a bound of one vital sign that another source sets.
type limit struct {
	id, vital string
	from, to  float64 // months; to is not included
	meets     func(x float64, v Vitals) bool
	level     Level
	why       Words
	source    string
	status    care.Status
}

type test = func(float64, Vitals) bool

func over(y float64) test  { return func(x float64, _ Vitals) bool { return x > y } }
func from(y float64) test  { return func(x float64, _ Vitals) bool { return x >= y } }
func below(y float64) test { return func(x float64, _ Vitals) bool { return x < y } }
func feverish(t test) test {
	return func(x float64, v Vitals) bool { return v.TempC != nil && *v.TempC >= 37.5 && t(x, v) }
}
func lowland(t test) test {
	return func(x float64, v Vitals) bool { return v.AltitudeM < 1500 && t(x, v) }
}
func lowOxygen() test { return func(x float64, v Vitals) bool { return x < oxygenLimit(v.AltitudeM) } }
func hypotension() test {
	return func(x float64, v Vitals) bool { return x < 70+2*float64(int(*v.AgeMonths)/12) }
}

// oxygenLimit is the saturation in % below which oxygen is low: 90, and 87
// from 2500 m up (the second is background).
func oxygenLimit(altitudeM float64) float64 {
	if altitudeM >= 2500 {
		return 87
	}
	return 90
}

const (
	nice = "NICE NG143 fever in under 5s"
	dak  = "WHO digital adaptation kit, data dictionary 2024"
	ever = 1e9
)

var (
	fastWhy  = Words{"breathes fast for the age", "呼吸比同龄快"}
	feverWhy = Words{"fever", "发热"}
	pulseWhy = Words{"heart rate high for a child with fever of this age", "发热患儿心率偏快"}
	shockWhy = Words{"slow capillary refill: look for cold hands and a weak, fast pulse", "毛细血管充盈慢：查手凉、脉弱快"}
)

// limits are the bounds of other sources (vitals.csv). NICE's red above 60
// breaths needs a second count below 2 months, so it is amber there.
var limits = []limit{
	{"RR-FAST-YI", "resp_rate", 0, 2, from(60), LevelAmber, Words{"breathes fast: count again over a whole minute", "呼吸快：再数满一分钟"}, dak, care.Verified},
	{"RR-FAST-2M", "resp_rate", 2, 12, from(50), LevelAmber, fastWhy, dak, care.Verified},
	{"RR-FAST-12M", "resp_rate", 12, 60, from(40), LevelAmber, fastWhy, dak, care.Verified},
	{"RR-RED", "resp_rate", 2, 60, over(60), LevelRed, Words{"more than 60 breaths a minute", "呼吸超过60次/分"}, nice, care.Verified},
	{"HR-AMBER", "heart_rate", 0, 12, feverish(over(160)), LevelWatch, pulseWhy, nice, care.Verified},
	{"HR-AMBER", "heart_rate", 12, 24, feverish(over(150)), LevelWatch, pulseWhy, nice, care.Verified},
	{"HR-AMBER", "heart_rate", 24, 60, feverish(over(140)), LevelWatch, pulseWhy, nice, care.Verified},
	{"SPO2-LOW", "spo2", 0, ever, lowOxygen(), LevelRed, Words{"oxygen is low", "血氧过低"}, "WHO digital adaptation kit 2024; the limit from 2500 m is background", care.Ours},
	{"SPO2-AMBER", "spo2", 0, ever, lowland(below(95)), LevelAmber, Words{"oxygen 90-94 % below 1500 m", "血氧90～94%（海拔1500米以下）"}, nice, care.Verified},
	{"CRT-AMBER", "capillary_refill", 0, 84, from(3), LevelAmber, shockWhy, nice, care.Verified},
	{"TEMP-RED-3M", "temperature", 0, 3, from(38), LevelRed, Words{"38 C or more below 3 months", "3月龄以下体温≥38℃"}, nice, care.Verified},
	{"TEMP-YI-37.5", "temperature", 0, 2, from(37.5), LevelAmber, Words{"37.5 C or more below 2 months: unwrap, measure again", "2月龄以下体温≥37.5℃：松包后复测"}, "WHO postnatal care 2022; WHO IMCI chart booklet 2014", care.Verified},
	{"TEMP-LOW", "temperature", 0, 60, below(35.5), LevelAmber, Words{"cold: below 35.5 C", "体温过低：<35.5℃"}, dak, care.Verified},
	{"TEMP-AMBER-6M", "temperature", 3, 6, from(39), LevelAmber, Words{"39 C or more at 3-5 months", "3～5月龄体温≥39℃"}, nice, care.Verified},
	{"TEMP-EXTREME", "temperature", 0, 144, func(x float64, _ Vitals) bool { return x > 40 || x < 35 }, LevelWatch, Words{"very high or very low temperature", "体温过高或过低"}, "Bedside PEWS 2009", care.Verified},
	{"TEMP-FEVER", "temperature", 2, 144, from(37.5), LevelNote, feverWhy, dak, care.Verified},
	{"BP-LOW", "systolic_bp", 0, 1, below(60), LevelRed, Words{"low blood pressure", "血压低"}, "clinical background", care.Unverified},
	{"BP-LOW", "systolic_bp", 1, 12, below(70), LevelRed, Words{"low blood pressure", "血压低"}, "clinical background", care.Unverified},
	{"BP-LOW", "systolic_bp", 12, 120, hypotension(), LevelRed, Words{"low blood pressure", "血压低"}, "clinical background", care.Unverified},
	{"GLUCOSE-LOW", "glucose", 0, 84, below(2.5), LevelRed, Words{"low blood sugar", "血糖低"}, "clinical background", care.Unverified},
}
