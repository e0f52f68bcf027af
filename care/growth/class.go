package growth

// class makes a Class of its parts.
func class(id, level, en, zh string) Class { return Class{ID: id, Level: level, Words: Words{en, zh}} }

// cut is a class and the z-score that it lies beyond.
type cut struct {
	z float64
	Class
}

// scale are the classes of one indicator: those below a z-score, the gravest
// first, and those above one, the gravest first.
type scale struct {
	low, high []cut
	closed    bool // a value on an upper bound is beyond it (China), not on this side (WHO)
}

var normal = class("normal", "none", "normal", "正常")

// of gives the class of a z-score.
func (s scale) of(z float64) *Class {
	found := normal
	for i := range s.low {
		if z < s.low[i].z {
			found = s.low[i].Class
			return &found
		}
	}
	for i := range s.high {
		if c := &s.high[i]; z > c.z || s.closed && z == c.z {
			found = c.Class
			break
		}
	}
	return &found
}

var (
	severelyUnderweight = class("severely_underweight", "red", "severely underweight", "重度低体重")
	underweight         = class("underweight", "yellow", "underweight", "低体重")
	severelyStunted     = class("severely_stunted", "red", "severely stunted", "重度生长迟缓")
	stunted             = class("stunted", "yellow", "stunted", "生长迟缓")
	severelyWasted      = class("severely_wasted", "red", "severely wasted", "重度消瘦")
	wasted              = class("wasted", "yellow", "wasted", "消瘦")
	riskOfOverweight    = class("possible_risk_of_overweight", "none", "possible risk of overweight", "可能有超重风险")
	overweight          = class("overweight", "yellow", "overweight", "超重")
	obese               = class("obese", "yellow", "obese", "肥胖")
	severelyObese       = class("severely_obese", "yellow", "severely obese", "重度肥胖")
	severeThinness      = class("severe_thinness", "red", "severe thinness", "重度消瘦")
	thinness            = class("thinness", "yellow", "thinness", "消瘦")
	obesity             = class("obesity", "yellow", "obesity", "肥胖")
)

// The scales of RULES 11 (WHO) and 12 (China, WS/T 423-2022 table 3).
var (
	weightScale = scale{low: []cut{{-3, severelyUnderweight}, {-2, underweight}}}
	lengthScale = scale{low: []cut{{-3, severelyStunted}, {-2, stunted}}}
	youngBMI    = scale{low: []cut{{-3, severelyWasted}, {-2, wasted}},
		high: []cut{{3, obese}, {2, overweight}, {1, riskOfOverweight}}}
	olderBMI = scale{low: []cut{{-3, severeThinness}, {-2, thinness}},
		high: []cut{{2, obesity}, {1, overweight}}}
	chinaBMI = scale{low: []cut{{-3, severelyWasted}, {-2, wasted}},
		high: []cut{{3, severelyObese}, {2, obese}, {1, overweight}}, closed: true}
)

// whoClass gives WHO's class of a z-score with two decimals; nil where WHO
// names none (head, arm, skinfolds; weight-for-age from 5 years on).
func whoClass(std Standard, ind Indicator, z float64) *Class {
	switch ind {
	case LengthForAge:
		return lengthScale.of(z)
	case WeightForAge:
		if std == WHO2006 {
			return weightScale.of(z)
		}
	case WeightForLength, WeightForHeight:
		return youngBMI.of(z)
	case BMIForAge:
		if std == WHO2007 {
			return olderBMI.of(z)
		}
		return youngBMI.of(z)
	}
	return nil
}
