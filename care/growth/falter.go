package growth

import (
	"fmt"
	"math"

	"tongjian/care"
)

// The time bases of falling across lines; ours, since no source gives one.
const (
	falterFrom   = 14  // days of age before which a newborn's loss is judged by birth weight instead
	falterWithin = 366 // days in which a fall by 1 SD counts
	headWithin   = 92  // days in which a head that crosses 1 SD counts
)

// falterFlags finds a child that falls across the lines of weight, or does
// not gain at an age at which every child gains.
func falterFlags(h *past) []Flag {
	p, r, ok := h.last(WeightForAge)
	if !ok || p.a.AgeDays < falterFrom {
		return nil
	}
	if from, fall := h.change(p, r, WeightForAge, falterWithin, func(earlier, now float64) float64 { return earlier - now }); fall >= 1 {
		f := flagFor("GF-FALTER", p, Words{
			fmt.Sprintf("weight-for-age fell by %.2f SD since %s", fall, from.m.Day),
			fmt.Sprintf("自%s以来年龄别体重下降%.2f SD", from.m.Day, fall)})
		f.Indicator, f.Standard = WeightForAge, r.Standard
		return []Flag{f}
	}
	return h.noGain(p)
}

// change gives the greatest change of a z-score to p from an earlier visit
// within some days, as measured by how, and that visit. Both visits are
// compared by the same kind of age: going from corrected to plain age is no fall.
func (h *past) change(p *seen, r Result, ind Indicator, within int, how func(earlier, now float64) float64) (*seen, float64) {
	var from *seen
	most := math.Inf(-1)
	for i := range h.seen {
		q := &h.seen[i]
		age := q.a.AgeDays
		if p.a.Corrected {
			age -= p.a.AgeDays - p.a.UsedDays
		}
		if q.m.Day >= p.m.Day || int(p.m.Day-q.m.Day) > within || q.a.AgeDays < falterFrom || h.spoiled(q, ind) {
			continue
		}
		if d := round2(how(zOf(h.child, q.m, ind, age), *r.Z)); d > most {
			from, most = q, d
		}
	}
	return from, most
}

// spoiled tells whether an indicator of a visit is missing or looks wrong.
func (h *past) spoiled(q *seen, ind Indicator) bool {
	for _, f := range fields {
		if f.ind == ind {
			return f.of(q.m) == 0 || q.wrong[f.name]
		}
	}
	return true
}

// noGain finds a weight that is no more than it was a month ago (below 6
// months of age) or two months ago (below 12).
func (h *past) noGain(p *seen) []Flag {
	months := care.MonthsOn(h.child.Birth, p.m.Day, care.Clamp)
	if months >= 12 {
		return nil
	}
	back := -2
	if months < 6 {
		back = -1
	}
	for i := range h.seen {
		q := &h.seen[i]
		if q.m.Day > p.m.Day.AddMonths(back, care.Clamp) || q.a.AgeDays < falterFrom || h.spoiled(q, WeightForAge) {
			continue
		}
		if q.m.WeightKg >= p.m.WeightKg {
			f := flagFor("GF-FALTER", p, Words{
				fmt.Sprintf("no gain since %s: %s kg then, %s kg now", q.m.Day, number(q.m.WeightKg), number(p.m.WeightKg)),
				fmt.Sprintf("自%s以来体重未增：%s→%s kg", q.m.Day, number(q.m.WeightKg), number(p.m.WeightKg))})
			f.Indicator = WeightForAge
			return []Flag{f}
		}
	}
	return nil
}

// birthWeightFlags judges the newest weight against the weight at birth: more
// than 10 % below it in the first 14 days, or not regained by day 14.
func birthWeightFlags(h *past) []Flag {
	p := h.newestOf(weightField)
	birth := h.birthWeight()
	if p == nil || birth == 0 || h.child.Birth.IsZero() || p.wrong[weightField.name] || p.m.Oedema {
		return nil
	}
	now, age := p.m.WeightKg, p.a.AgeDays
	why := Words{fmt.Sprintf("%s kg on day %d, %s kg at birth", number(now), age, number(birth)),
		fmt.Sprintf("出生%s kg，第%d天%s kg", number(birth), age, number(now))}
	switch {
	case age < falterFrom && now < 0.9*birth-1e-9:
		return []Flag{flagFor("GF-BIRTH-LOSS", p, why)}
	case age >= falterFrom && now < birth:
		return []Flag{flagFor("GF-BIRTH-REGAIN", p, why)}
	}
	return nil
}

// birthWeight gives the weight at birth in kg, 0 when not known or not believable.
func (h *past) birthWeight() float64 {
	w := h.child.BirthWeightKg
	for i := 0; w == 0 && i < len(h.seen); i++ {
		if h.seen[i].a.AgeDays == 0 {
			w = h.seen[i].m.WeightKg
		}
	}
	if !(w >= 0.3 && w <= 7) {
		return 0
	}
	return w
}

// headFlags finds a head beyond 2 SD, or one that crosses 1 SD in 3 months.
func headFlags(h *past) []Flag {
	p, r, ok := h.last(HeadForAge)
	if !ok {
		return nil
	}
	if *r.Z < -2 || *r.Z > 2 {
		return []Flag{flagOf("GF-HC", p, r)}
	}
	from, crossed := h.change(p, r, HeadForAge, headWithin, func(earlier, now float64) float64 { return math.Abs(now - earlier) })
	if crossed < 1 {
		return nil
	}
	f := flagFor("GF-HC", p, Words{fmt.Sprintf("head crossed %.2f SD since %s", crossed, from.m.Day),
		fmt.Sprintf("自%s以来头围跨越%.2f SD", from.m.Day, crossed)})
	f.Indicator, f.Standard = HeadForAge, r.Standard
	return []Flag{f}
}
