package growth

// Indicator names what is compared with a standard.
type Indicator string

// The indicators. WeightForLength is for children measured against length
// (below 731 days), WeightForHeight from then on.
const (
	LengthForAge      Indicator = "lhfa"
	WeightForAge      Indicator = "wfa"
	WeightForLength   Indicator = "wfl"
	WeightForHeight   Indicator = "wfh"
	BMIForAge         Indicator = "bfa"
	HeadForAge        Indicator = "hcfa"
	MUACForAge        Indicator = "acfa"
	TricepsForAge     Indicator = "tsfa"
	SubscapularForAge Indicator = "ssfa"
	MUAC              Indicator = "muac"        // the arm by fixed bounds, 6-59 months
	Haemoglobin       Indicator = "haemoglobin" // by fixed bounds, from 6 months
)

// Standard names a set of tables.
type Standard string

// The standards.
const (
	WHO2006              Standard = "WHO 2006"
	WHO2007              Standard = "WHO 2007"
	WST423               Standard = "WS/T 423-2022"
	IntergrowthNewborn   Standard = "INTERGROWTH-21st newborn size"
	IntergrowthPostnatal Standard = "INTERGROWTH-21st postnatal growth"
	MUAC2009             Standard = "WHO/UNICEF 2009"         // arm circumference
	Haemoglobin2024      Standard = "WHO 2024 haemoglobin"    //
	Haemoglobin2011      Standard = "WHO 2011 haemoglobin"    //
	HaemoglobinChina     Standard = "CN 2012 child nutrition" // the programme for children's nutritional diseases
)

var indicatorWords = map[Indicator]Words{
	LengthForAge:      {"length/height-for-age", "年龄别身长（身高）"},
	WeightForAge:      {"weight-for-age", "年龄别体重"},
	WeightForLength:   {"weight-for-length", "身长别体重"},
	WeightForHeight:   {"weight-for-height", "身高别体重"},
	BMIForAge:         {"BMI-for-age", "年龄别BMI"},
	HeadForAge:        {"head circumference-for-age", "年龄别头围"},
	MUACForAge:        {"arm circumference-for-age", "年龄别上臂围"},
	TricepsForAge:     {"triceps skinfold-for-age", "年龄别肱三头肌皮褶厚度"},
	SubscapularForAge: {"subscapular skinfold-for-age", "年龄别肩胛下皮褶厚度"},
	MUAC:              {"mid-upper arm circumference", "上臂围"},
	Haemoglobin:       {"haemoglobin", "血红蛋白"},
}

// Words gives the indicator's name; empty for one that is not known.
func (i Indicator) Words() Words { return indicatorWords[i] }
