package growth

import (
	"math"
	"slices"

	"tongjian/care"
)

// field is a measure of the form: its JSON name, its words, its value.
type field struct {
	name, en, zh, unit string
	ind                Indicator
	of                 func(Measurement) float64
}

var (
	weightField = field{"weightKg", "weight", "体重", "kg", WeightForAge, func(m Measurement) float64 { return m.WeightKg }}
	lengthField = field{"lengthCm", "length", "身长", "cm", LengthForAge, func(m Measurement) float64 { return m.LengthCm }}
	headField   = field{"headCm", "head", "头围", "cm", HeadForAge, func(m Measurement) float64 { return m.HeadCm }}
	armField    = field{"muacCm", "arm", "上臂围", "cm", MUACForAge, func(m Measurement) float64 { return m.MUACCm }}

	fields = []field{weightField, lengthField, headField, armField}
)

// seen is one measurement of the past with its judgement.
type seen struct {
	m     Measurement
	a     Assessment
	wrong map[string]bool // fields whose value looks wrong
}

// past is what was measured until a day, oldest first.
type past struct {
	child Child
	today care.Day
	seen  []seen
}

// trusted judges a history and marks the values that look wrong.
func trusted(c Child, history []Measurement, today care.Day, s Settings) *past {
	h := &past{child: c, today: today}
	for _, m := range history {
		if m.Day >= c.Birth && m.Day <= today && !m.Day.IsZero() {
			m, _ := figuresOnly(m)
			h.seen = append(h.seen, seen{m: m, a: Assess(c, m, s), wrong: map[string]bool{}})
		}
	}
	slices.SortStableFunc(h.seen, func(a, b seen) int { return int(a.m.Day - b.m.Day) })
	for i := range h.seen {
		h.markWrong(i)
	}
	return h
}

// markWrong marks the fields of a measurement that lie beyond the biological
// limits, or that agree with neither of the two values before.
func (h *past) markWrong(i int) {
	p := &h.seen[i]
	for _, f := range fields {
		if f.of(p.m) == 0 {
			continue
		}
		if r, ok := p.a.Result(f.ind); ok && r.Implausible {
			p.wrong[f.name] = true
			continue
		}
		before := h.before(i, f, 2)
		agrees := func(q *seen) bool { return !unbelievable(h.child, f, q.m, p.m) }
		p.wrong[f.name] = len(before) > 0 && !slices.ContainsFunc(before, agrees)
	}
}

// before gives the newest n measurements of a field before the i-th.
func (h *past) before(i int, f field, n int) []*seen {
	var out []*seen
	for j := i - 1; j >= 0 && len(out) < n; j-- {
		if f.of(h.seen[j].m) > 0 {
			out = append(out, &h.seen[j])
		}
	}
	return out
}

// unbelievable tells whether a child cannot well have changed so from one
// measurement to the next. The bounds are ours, wide enough for a child that
// is gravely ill or recovers fast: a quarter of the weight lost in half a
// year, 2 cm of length or 1 cm of head lost, 3 SD crossed in a month.
func unbelievable(c Child, f field, from, to Measurement) bool {
	a, b, days := f.of(from), f.of(to), int(to.Day-from.Day)
	switch f.name {
	case weightField.name:
		if days <= 183 && b < 0.75*a {
			return true
		}
	case lengthField.name:
		if b < a-2 {
			return true
		}
	case headField.name:
		if b < a-1 {
			return true
		}
	default:
		return false
	}
	za, zb := zOf(c, from, f.ind, int(from.Day-c.Birth)), zOf(c, to, f.ind, int(to.Day-c.Birth))
	return days <= 31 && math.Abs(zb-za) >= 3
}

// zOf gives the WHO z-score of an indicator at an age in days, NaN when there is none.
func zOf(c Child, m Measurement, ind Indicator, days int) float64 {
	if days < 0 {
		return math.NaN()
	}
	b := m.body(c.Sex, float64(days))
	s := Score(b)
	if days >= olderFrom {
		s = ScoreOlder(b)
	}
	return s.of(ind).Round2()
}

// usable tells whether a result may be acted on: by WHO or fixed bounds, and
// made only of values that can be trusted.
func (p *seen) usable(r Result) bool {
	if r.Indicator == MUAC {
		return !p.wrong[armField.name]
	}
	if r.Z == nil || r.Implausible || (r.Standard != WHO2006 && r.Standard != WHO2007) {
		return false
	}
	switch r.Indicator {
	case WeightForAge:
		return !p.wrong[weightField.name]
	case LengthForAge:
		return !p.wrong[lengthField.name]
	case HeadForAge:
		return !p.wrong[headField.name]
	case WeightForLength, WeightForHeight, BMIForAge:
		return !p.wrong[weightField.name] && !p.wrong[lengthField.name]
	}
	return true
}

// last gives the newest usable result of one of some indicators.
func (h *past) last(inds ...Indicator) (*seen, Result, bool) {
	for i := len(h.seen) - 1; i >= 0; i-- {
		for _, r := range h.seen[i].a.Results {
			if slices.Contains(inds, r.Indicator) && h.seen[i].usable(r) {
				return &h.seen[i], r, true
			}
		}
	}
	return nil, Result{}, false
}

// leanness gives the newest weight for length or height, from 5 years on BMI-for-age.
func (h *past) leanness() (*seen, Result, bool) {
	p, r, ok := h.last(WeightForLength, WeightForHeight)
	if q, bmi, has := h.last(BMIForAge); has && bmi.Standard == WHO2007 {
		return q, bmi, true
	}
	return p, r, ok
}

// swollen gives the visit at which oedema was seen, unless the child was
// weighed without it since.
func (h *past) swollen() *seen {
	for i := len(h.seen) - 1; i >= 0; i-- {
		if p := &h.seen[i]; p.m.Oedema || p.m.WeightKg > 0 {
			if p.m.Oedema {
				return p
			}
			return nil
		}
	}
	return nil
}

// newestOf gives the newest measurement that has a field.
func (h *past) newestOf(f field) *seen {
	if before := h.before(len(h.seen), f, 1); len(before) > 0 {
		return before[0]
	}
	return nil
}
