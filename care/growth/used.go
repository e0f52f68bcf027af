package growth

import (
	"math"

	"tongjian/care"
)

// correctedRule is why an age is corrected and until when (RULES 13).
var correctedRule = care.Rule{ID: "GROWTH-CORRECTED-AGE", Edition: "default 24 months, 36 if born before 32 weeks",
	Source: "common practice; Elmrayed and others, J Perinatol 2025;45:607 for births before 32 weeks", Status: care.Ours}

// ages are the two ages of a child on a day, and which is compared.
type ages struct {
	days      int  // since birth
	corrected int  // since 40 weeks of pregnancy; only with preterm
	preterm   bool // born before 37 weeks
	using     bool // the corrected age is compared
	until     int  // corrected months until which it is
}

// agesOn works out the ages; the birth day must be known and not after the day.
func agesOn(c Child, on care.Day, s Settings) ages {
	a := ages{days: int(on - c.Birth)}
	if !c.Preterm() {
		return a
	}
	a.preterm = true
	a.corrected = care.CorrectedDays(c.Birth, on, c.GestationDays)
	a.until = correctedUntil(c.GestationDays, s)
	a.using = float64(a.corrected) < float64(a.until)*monthDays
	return a
}

func correctedUntil(gestation int, s Settings) int {
	if gestation < 32*7 {
		return choice(s.CorrectedVeryMonths, 36)
	}
	return choice(s.CorrectedMonths, 24)
}

// choice gives a setting, or the default where it was not set.
func choice(set, normal int) int {
	if set > 0 {
		return set
	}
	return normal
}

// used gives the age that is compared, in days.
func (a ages) used() int {
	if a.using {
		return a.corrected
	}
	return a.days
}

// beforeTerm tells whether the child has not yet reached 40 weeks since conception.
func (a ages) beforeTerm() bool { return a.preterm && a.corrected < 0 }

// weeks gives the weeks since conception by which preterm tables count.
func (a ages) weeks() float64 { return float64(a.corrected+care.Term) / 7 }

// calendarMonths gives the age used in completed months and the share of the
// next one, as tables by calendar months need it.
func calendarMonths(c Child, on care.Day, a ages) float64 {
	birth := c.Birth.AddDays(a.days - a.used())
	n := care.MonthsOn(birth, on, care.Clamp)
	start, end := birth.AddMonths(n, care.Clamp), birth.AddMonths(n+1, care.Clamp)
	return float64(n) + float64(on-start)/math.Max(1, float64(end-start))
}
