package growth

import (
	"fmt"
	"math"

	"tongjian/care"
)

// Gain is how fast a child grew between two measurements, by the WHO growth
// velocity standards of 2009.
type Gain struct {
	Field      string    `json:"field" enum:"weightKg,lengthCm,headCm"`
	From       care.Day  `json:"from"`
	To         care.Day  `json:"to"`
	Months     int       `json:"months" doc:"Interval of the table, in months"`
	FromMonth  int       `json:"fromMonth" doc:"Age at its start, in months"`
	Increment  float64   `json:"increment" doc:"What was gained, as measured: g or cm"`
	Unit       string    `json:"unit" enum:"g,cm"`
	Scaled     bool      `json:"scaled,omitempty" doc:"The days do not match the table: the gain was taken in proportion, our own reading"`
	Z          *float64  `json:"z,omitempty"`
	Percentile *float64  `json:"percentile,omitempty"`
	Reason     Reason    `json:"reason,omitempty"`
	Rule       care.Rule `json:"rule"`
}

// Gains gives the velocity of weight, length and head between two
// measurements of the first two years. The interval of the table (1, 2, 3, 4
// or 6 months) is the one nearest to the days between; where none lies within
// a sixth of it, the reason is no_interval.
func Gains(c Child, from, to Measurement, s Settings) []Gain {
	out := []Gain{}
	if c.Birth.IsZero() || from.Day < c.Birth || from.Day >= to.Day {
		return out
	}
	from, _ = figuresOnly(from)
	to, _ = figuresOnly(to)
	add := func(field, measure, unit string, a, b, scale float64) {
		if a > 0 && b > 0 {
			g := Gain{Field: field, From: from.Day, To: to.Day, Increment: round2((b - a) * scale), Unit: unit}
			g.judge(c, measure, s)
			out = append(out, g)
		}
	}
	add("weightKg", "weight", "g", from.WeightKg, to.WeightKg, 1000)
	add("lengthCm", "length", "cm", from.LengthCm, to.LengthCm, 1)
	add("headCm", "headc", "cm", from.HeadCm, to.HeadCm, 1)
	return out
}

// judge finds the row of the table and the z-score.
func (g *Gain) judge(c Child, measure string, s Settings) {
	g.Rule = velocityRule(measure)
	a := agesOn(c, g.From, s)
	days, start := float64(g.To-g.From), float64(a.used())
	if tables(c.Sex) == nil {
		g.Reason = NoSex
		return
	}
	if start < 0 {
		g.Reason = BeforeTerm
		return
	}
	g.Months = nearestInterval(days)
	if g.Months == 0 {
		g.Reason = NoInterval
		return
	}
	g.FromMonth = int(math.Round(start / monthDays))
	p, delta, length, why := velocityRow(measure, c.Sex, g.Months, g.FromMonth)
	if why != "" {
		g.Reason = why
		return
	}
	increment := g.Increment
	if days != length || math.Abs(start-startDay(g.Months, g.FromMonth)) > 1 {
		increment *= length / days
		g.Scaled, g.Rule.Status = true, care.Ours
	}
	g.score(p, delta, increment)
}

func velocityRule(measure string) care.Rule {
	return care.Rule{ID: "GROWTH-VELOCITY-" + measure, Edition: "WHO 2009",
		Source: "WHO Child Growth Standards: growth velocity (2009)", Status: care.Verified}
}

// score sets z-score and percentile; a loss beyond the table's foot has none.
func (g *Gain) score(p lms, delta, increment float64) {
	z := Z(p.z(increment + delta))
	if increment+delta <= 0 || !z.OK() {
		g.Reason = OutsideTable
		return
	}
	two, pct := z.Round2(), round2(Percentile(float64(z)))
	g.Z, g.Percentile = &two, &pct
}

// nearestInterval gives the table's interval for so many days, 0 for none.
func nearestInterval(days float64) int {
	for _, months := range []int{1, 2, 3, 4, 6} {
		if full := float64(months) * monthDays; math.Abs(days-full) <= full/6 {
			return months
		}
	}
	return 0
}

// velocityRow gives the figures of a measure, an interval and the month of
// age at its start; delta is added to an increment before it is compared
// (RULES 14), length is the interval in days. The first row of the interval
// of 1 month is birth to 4 weeks, the second 4 weeks to 2 months.
func velocityRow(measure string, sex care.Sex, months, start int) (p lms, delta, length float64, why Reason) {
	t := figures(fmt.Sprintf("velocity_%s_%d", measure, months), sex)
	if t == nil {
		return p, 0, 0, NoInterval
	}
	i := start - int(t[0][0])
	if i < 0 {
		return p, 0, 0, TooYoung
	}
	if i >= len(t[0]) {
		return p, 0, 0, TooOld
	}
	return lms{t[1][i], t[2][i], t[3][i]}, t[4][i], intervalDays(months, start), ""
}

// startDay gives the age in days at which an interval of the table begins.
func startDay(months, start int) float64 {
	if months == 1 && start == 1 {
		return 28
	}
	return math.Round(float64(start) * monthDays)
}

func intervalDays(months, start int) float64 {
	if months == 1 && start == 0 {
		return 28
	}
	return math.Round(float64(start+months)*monthDays) - startDay(months, start)
}
