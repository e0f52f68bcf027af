package growth

// Reason says why there is no value; "" when there is one.
type Reason string

// The reasons.
const (
	NoSex        Reason = "no_sex"        // the tables are split by sex
	NoAge        Reason = "no_age"        // the day of birth or of the measurement is not known
	BeforeBirth  Reason = "before_birth"  // the measurement is older than the child
	TooYoung     Reason = "too_young"     // the table begins later
	TooOld       Reason = "too_old"       // the table ends before
	OutsideTable Reason = "outside_table" // the length or height is not in the table
	WithOedema   Reason = "with_oedema"   // water is weighed too
	BeforeTerm   Reason = "before_term"   // below 40 weeks since conception and in no preterm table
	NoInterval   Reason = "no_interval"   // no table for so many days between two measurements
	NotAFigure   Reason = "not_a_figure"  // zero, below zero or no number
)

var reasonWords = map[Reason]Words{
	NoSex:        {"The sex is not known; the tables are split by sex.", "性别未知，无法对照标准"},
	NoAge:        {"The day of birth or of the measurement is not known.", "缺出生日期或测量日期，无法评估"},
	BeforeBirth:  {"The measurement lies before the birth.", "测量日期早于出生日期"},
	TooYoung:     {"The table begins at a higher age.", "未到该标准的起始月龄"},
	TooOld:       {"Beyond the age that the standard covers.", "超出该标准的年龄范围"},
	OutsideTable: {"The length or height lies outside the table.", "身长（身高）超出对照表范围"},
	WithOedema:   {"With oedema the weight is not compared.", "水肿时不评价体重类指标"},
	BeforeTerm:   {"Not yet 40 weeks since conception; no table covers this age.", "纠正胎龄未满40周，无适用标准"},
	NoInterval:   {"No velocity table for this interval (1, 2, 3, 4 or 6 months).", "两次测量间隔无对应的速度标准（1、2、3、4、6个月）"},
	NotAFigure:   {"The value is not a measurement.", "数值无效"},
}

// Words gives the reason in words; empty for no reason.
func (r Reason) Words() Words { return reasonWords[r] }
