package wellchild

import "tongjian/care"

// step is an interval that holds below a corrected age in months.
type step struct {
	below int
	every care.Span
}

// The intervals of children born early or small, by corrected age. They are
// background (wellchild.json preterm_lbw follow_status); where the source gives
// a range, the shorter one for high risk and the longer for low.
var (
	lowRiskSteps  = []step{{6, care.Span{Months: 2}}, {12, care.Span{Months: 3}}, {1 << 30, care.Span{Months: 6}}}
	highRiskSteps = []step{{1, care.Span{Days: 14}}, {6, care.Span{Months: 1}}, {12, care.Span{Months: 2}}, {24, care.Span{Months: 3}}, {1 << 30, care.Span{Months: 6}}}
)

var earlyRule = care.Rule{ID: "CASE-PRETERM", Edition: "2017", Source: "Care norm of preterm children (2017), public copies; intervals are background", Status: care.Unverified}

// earlyOrSmall follows a child born before 37 weeks or below 2500 g from
// birth to the corrected age of the settings. Low risk needs 34 weeks, 2000 g
// and nothing against it; a missing week or weight is not a low risk.
func (s Settings) earlyOrSmall(c Child, seen []Finding, today care.Day) *Case {
	if !c.Preterm() && !c.LowWeight() {
		return nil
	}
	k := &Case{Kind: EarlyOrSmall, Name: Words{"born early or small", "早产或低出生体重"}, Opened: c.Birth, Grade: "low_risk",
		Rule: earlyRule,
		Do:   []Words{{"Growth by corrected age, feeding, iron and vitamin D, development, hearing and eyes.", "按校正月龄评价生长，查喂养、铁和维生素D、发育、听力和眼。"}}}
	steps := lowRiskSteps
	if highRisk(c, seen) {
		k.Grade, steps = "high_risk", highRiskSteps
	}
	last := c.Birth
	if len(seen) > 0 {
		last = seen[len(seen)-1].Day
	}
	k.follow(last, every(steps, correctedMonths(c, last)))
	if end := termDay(c).AddMonths(s.PretermUntil, care.Clamp); today >= end {
		k.close(end)
	}
	return k
}

func every(steps []step, months int) care.Span {
	for _, s := range steps {
		if months < s.below {
			return s.every
		}
	}
	return care.Span{Months: 6}
}

// correctedMonths counts completed months from the day of 40 weeks, 0 before it.
func correctedMonths(c Child, on care.Day) int { return care.MonthsOn(termDay(c), on, care.Clamp) }

func highRisk(c Child, seen []Finding) bool {
	if c.HighRisk || c.GestationDays < 34*7 || c.BirthWeightG < 2000 {
		return true // a gestation or weight that is not known is 0
	}
	for _, f := range seen {
		if f.EarlyIllness || f.FeedsBadly || f.PoorGain {
			return true
		}
	}
	return false
}
