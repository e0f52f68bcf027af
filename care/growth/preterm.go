package growth

import (
	"math"

	"tongjian/care"
)

// The ages that INTERGROWTH-21st covers: weeks since conception of the
// postnatal standards for preterm infants, days of pregnancy of newborn size.
const (
	postnatalFrom, postnatalTo = 27, 64
	newbornFrom, newbornTo     = 24 * 7, 42*7 + 6
)

// postnatal judges an infant born before 37 weeks from 27 to 64 weeks since
// conception.
func postnatal(c Child, m Measurement, a ages) []Result {
	w := a.weeks()
	if !a.preterm || w < postnatalFrom || w > postnatalTo || tables(c.Sex) == nil {
		return nil
	}
	var out []Result
	add := func(ind Indicator, value float64, unit string) {
		if value > 0 {
			out = append(out, postnatalResult(c.Sex, ind, w, value, unit, m.Oedema))
		}
	}
	add(WeightForAge, m.WeightKg, "kg")
	add(LengthForAge, m.LengthCm, "cm")
	add(HeadForAge, m.HeadCm, "cm")
	return out
}

func postnatalResult(sex care.Sex, ind Indicator, weeks, value float64, unit string, oedema bool) Result {
	r := Result{Indicator: ind, Standard: IntergrowthPostnatal, Value: round2(value), Unit: unit,
		Rule: postnatalRule(ind)}
	if oedema && ind == WeightForAge {
		r.Reason = WithOedema
		return r
	}
	z := postnatalOf(sex, ind, weeks).z(value)
	two, pct := z.Round2(), round2(Percentile(float64(z)))
	r.Z, r.Percentile, r.Implausible = &two, &pct, z.Implausible(ind)
	return r
}

// spread is a normal distribution of a value or of its logarithm.
type spread struct {
	mu, sigma float64
	log       bool
}

func (n spread) z(y float64) Z {
	if n.log {
		y = math.Log(y)
	}
	return Z((y - n.mu) / n.sigma)
}

// at gives the value on the line of a z-score.
func (n spread) at(z float64) float64 {
	if n.log {
		return math.Exp(n.mu + z*n.sigma)
	}
	return n.mu + z*n.sigma
}

// postnatalOf gives the distribution of weight (kg), length or head (cm) at an
// exact age in weeks since conception: the published equations (RULES 13).
func postnatalOf(sex care.Sex, ind Indicator, x float64) spread {
	boy := 0.0
	if sex == care.Male {
		boy = 1
	}
	inv := 1 / (x * x)
	switch ind {
	case WeightForAge:
		return spread{2.591277 - 0.01155*math.Sqrt(x) - 2201.705*inv + 0.0911639*boy,
			0.1470258 + 505.92394*inv - 140.0576*inv*math.Log(x), true}
	case LengthForAge:
		return spread{4.136244 - 547.0018*inv + 0.0026066*x + 0.0314961*boy,
			0.050489 + 310.44761*inv - 90.0742*inv*math.Log(x), true}
	}
	return spread{55.53617 - 852.0059/x + 0.7957903*boy, 3.0582292 + 3910.05*inv - 180.5625/x, false}
}

// newborn judges size at birth by the length of the pregnancy: a class by the
// printed percentiles. Its tables are rounded lines, so there is no z-score.
func newborn(c Child, m Measurement, a ages) []Result {
	g := c.GestationDays
	if a.days != 0 || g < newbornFrom || g > newbornTo || tables(c.Sex) == nil {
		return nil
	}
	var out []Result
	add := func(ind Indicator, table string, value float64, unit string) {
		if value > 0 {
			out = append(out, newbornResult(c, ind, table, value, unit))
		}
	}
	add(WeightForAge, "weight_kg", m.WeightKg, "kg")
	add(LengthForAge, "length_cm", m.LengthCm, "cm")
	add(HeadForAge, "headc_cm", m.HeadCm, "cm")
	return out
}

func newbornResult(c Child, ind Indicator, table string, value float64, unit string) Result {
	pct := newbornLines(c.Sex, table, "pct", c.GestationDays)
	return Result{Indicator: ind, Standard: IntergrowthNewborn, Value: round2(value), Unit: unit,
		Class: newbornClass(ind, pct, value),
		Band:  bandOf(pct, value, [7]string{"P3", "P5", "P10", "P50", "P90", "P95", "P97"}),
		Rule:  newbornRule(ind)}
}

func postnatalRule(ind Indicator) care.Rule {
	return care.Rule{ID: "GROWTH-IG-POST-" + string(ind), Edition: string(IntergrowthPostnatal),
		Source: "INTERGROWTH-21st preterm postnatal equations, 27-64 weeks", Status: care.Verified}
}

func newbornRule(ind Indicator) care.Rule {
	return care.Rule{ID: "GROWTH-IG-NEWBORN-" + string(ind), Edition: string(IntergrowthNewborn),
		Source: "INTERGROWTH-21st newborn size tables, 24+0 to 42+6 weeks", Status: care.Verified}
}

// newbornLines gives the printed lines ("pct" or "sd") at a length of pregnancy in days.
func newbornLines(sex care.Sex, table, kind string, gestation int) (at [7]float64) {
	p := figures("intergrowth_newborn_"+table+"_"+kind, sex)
	for line := range at {
		at[line] = p[line+1][gestation-newbornFrom]
	}
	return at
}

// newbornClass classes by the 3rd, 10th, 90th and 97th percentile.
func newbornClass(ind Indicator, pct [7]float64, value float64) *Class {
	of := sizeClasses // copies, so that a result may be changed by who holds it
	if ind == WeightForAge {
		of = birthWeightClasses
	}
	switch {
	case value < pct[0]:
		return &of[0]
	case value < pct[2]:
		return &of[1]
	case value <= pct[4]:
		return &of[2]
	case value <= pct[6]:
		return &of[3]
	}
	return &of[4]
}

// The classes at birth, from small to large.
var (
	birthWeightClasses = [5]Class{
		class("sga_below_p3", "yellow", "small for gestational age, below the 3rd percentile", "小于胎龄儿（低于第3百分位）"),
		class("sga", "yellow", "small for gestational age", "小于胎龄儿"),
		class("aga", "none", "appropriate for gestational age", "适于胎龄儿"),
		class("lga", "yellow", "large for gestational age", "大于胎龄儿"),
		class("lga_above_p97", "yellow", "large for gestational age, above the 97th percentile", "大于胎龄儿（高于第97百分位）"),
	}
	sizeClasses = [5]Class{
		class("below_p3", "yellow", "below the 3rd percentile", "低于第3百分位"),
		class("below_p10", "yellow", "below the 10th percentile", "低于第10百分位"),
		class("typical", "none", "between the 10th and 90th percentile", "第10-90百分位"),
		class("above_p90", "none", "above the 90th percentile", "高于第90百分位"),
		class("above_p97", "yellow", "above the 97th percentile", "高于第97百分位"),
	}
)
