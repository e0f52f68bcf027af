package growth

import (
	"math"
	"slices"

	"tongjian/care"
)

// Assessment is what the standards say about one measurement. Both ages are
// always there for a child born before 37 weeks, and which was used.
type Assessment struct {
	Day             care.Day   `json:"day" doc:"Day of the measurement"`
	AgeDays         int        `json:"ageDays" doc:"Days since birth"`
	CorrectedDays   *int       `json:"correctedDays,omitempty" doc:"Days since 40 weeks of pregnancy would have been complete; only for births before 37 weeks, below 0 before that day"`
	UsedDays        int        `json:"usedDays" doc:"The age that was compared, in days"`
	Corrected       bool       `json:"corrected" doc:"The corrected age was used"`
	CorrectedMonths int        `json:"correctedMonths,omitempty" doc:"Until which corrected age in months that is done for this child"`
	AgeRule         *care.Rule `json:"ageRule,omitempty" doc:"The rule of corrected age; only for births before 37 weeks"`
	Standard        Standard   `json:"standard,omitempty" doc:"The standard of results; empty when none applies"`
	Reason          Reason     `json:"reason,omitempty" doc:"Why no standard applies"`
	Results         []Result   `json:"results" doc:"One for each indicator that could be compared, or whose value is missing a standard"`
	Beside          []Result   `json:"beside,omitempty" doc:"The same measurement by other standards, by their names"`
}

// Result is one indicator by one standard: a z-score with its percentile, or
// a class alone, or the reason why there is neither.
type Result struct {
	Indicator   Indicator `json:"indicator"`
	Standard    Standard  `json:"standard,omitempty"`
	Value       float64   `json:"value" doc:"What was compared (BMI worked out; length with its 0.7 cm)"`
	Unit        string    `json:"unit" enum:"kg,cm,mm,kg/m2,g/L"`
	Z           *float64  `json:"z,omitempty" doc:"Two decimals"`
	Percentile  *float64  `json:"percentile,omitempty" doc:"0-100, two decimals"`
	Implausible bool      `json:"implausible,omitempty" doc:"Beyond the biological limits: measure again; left out of flags and indicators"`
	Class       *Class    `json:"class,omitempty"`
	Level       *Class    `json:"level,omitempty" doc:"WS/T 423 only: the level by its SD lines, from lower to upper"`
	Band        string    `json:"band,omitempty" doc:"Standards without z-scores: between which printed percentiles, e.g. P25-P50"`
	Reason      Reason    `json:"reason,omitempty" doc:"Why there is no z-score or class"`
	Note        *Words    `json:"note,omitempty" doc:"What the reader must know about this result"`
	Rule        care.Rule `json:"rule"`
}

// Class is the name that a standard gives to a range, with its words.
type Class struct {
	ID    string `json:"id"`
	Level string `json:"level" enum:"none,yellow,red" doc:"How much it asks for"`
	Words
}

// Assess compares one measurement with the standard of the child's age.
func Assess(c Child, m Measurement, s Settings) Assessment {
	out := Assessment{Day: m.Day, Results: []Result{}}
	m, bad := figuresOnly(m)
	if c.Birth.IsZero() || m.Day.IsZero() {
		out.Reason = NoAge
		out.Results = append(whoResults(c, m, math.NaN()), bad...)
		return out
	}
	a := agesOn(c, m.Day, s)
	out.setAges(a)
	switch {
	case a.days < 0:
		out.Reason = BeforeBirth
		return out
	case a.beforeTerm():
		out.preterm(c, m, a)
	default:
		out.Results = whoResults(c, m, float64(a.used()))
		out.Standard = whoStandard(float64(a.used()))
		out.Beside = slices.Concat(newborn(c, m, a), postnatal(c, m, a), chinaResults(c, m, a))
	}
	out.Results = append(out.Results, muacClass(c, m)...)
	hb, beside := haemoglobin(c, m, s)
	out.Results, out.Beside = slices.Concat(out.Results, hb, bad), append(out.Beside, beside...)
	return out
}

var figureRule = care.Rule{ID: "GROWTH-FIGURE", Edition: "2026", Source: "what is no measurement is not judged", Status: care.Ours}

// figuresOnly takes out what is no measurement (below zero, not a number,
// beyond all measure) and gives a result that says so for each.
func figuresOnly(m Measurement) (Measurement, []Result) {
	var bad []Result
	for _, v := range []struct {
		of  *float64
		ind Indicator
	}{{&m.WeightKg, WeightForAge}, {&m.LengthCm, LengthForAge}, {&m.HeadCm, HeadForAge}, {&m.MUACCm, MUACForAge},
		{&m.TricepsMm, TricepsForAge}, {&m.SubscapularMm, SubscapularForAge}, {&m.HaemoglobinGL, Haemoglobin}} {
		if *v.of != 0 && !(*v.of >= 0.001 && *v.of < 1e5) {
			*v.of = 0
			bad = append(bad, Result{Indicator: v.ind, Unit: unitOf(v.ind), Reason: NotAFigure, Rule: figureRule})
		}
	}
	return m, bad
}

func (out *Assessment) setAges(a ages) {
	out.AgeDays, out.UsedDays, out.Corrected = a.days, a.used(), a.using
	if a.preterm && a.days >= 0 {
		rule := correctedRule
		out.CorrectedDays, out.CorrectedMonths, out.AgeRule = &a.corrected, a.until, &rule
	}
}

// preterm judges a child below 40 weeks since conception: by a preterm table
// or not at all, never by WHO's (RULES 13).
func (out *Assessment) preterm(c Child, m Measurement, a ages) {
	atBirth, after := newborn(c, m, a), postnatal(c, m, a)
	switch {
	case len(atBirth) > 0:
		out.Standard, out.Results, out.Beside = IntergrowthNewborn, atBirth, after
	case a.weeks() >= postnatalFrom:
		out.Standard, out.Results = IntergrowthPostnatal, after
	default:
		out.Reason = BeforeTerm
	}
}

// Result gives the result of an indicator by the standard of the child's age.
func (out Assessment) Result(ind Indicator) (Result, bool) {
	for _, r := range out.Results {
		if r.Indicator == ind {
			return r, true
		}
	}
	return Result{}, false
}
