package growth

import (
	"fmt"

	"tongjian/care"
)

// Doubt is a value that a form should ask about: it never blocks.
type Doubt struct {
	Field string `json:"field" doc:"JSON name in Measurement: weightKg, lengthCm, headCm, muacCm, position ..."`
	ID    string `json:"id" enum:"low,high,unit,fell,jumped,position,swapped,low_for_length,high_for_length" doc:"Why"`
	Words
}

// Plausible gives what to ask about before a measurement is kept, compared
// with the child's age and with what was measured before (in any order). The
// bounds by age are WHO's biological limits; those over time are ours.
func Plausible(c Child, m Measurement, previous []Measurement) []Doubt {
	out := []Doubt{}
	if c.Birth.IsZero() || m.Day < c.Birth {
		return out
	}
	m, _ = figuresOnly(m)
	a := Assess(c, m, Settings{})
	if d, ok := swapped(c, m); ok {
		return append(out, d)
	}
	for _, f := range fields {
		if d, ok := beyondLimits(c, m, a, f); ok {
			out = append(out, d)
		} else if d, ok := againstPast(c, m, previous, f, a.AgeDays); ok {
			out = append(out, d)
		}
	}
	if len(out) == 0 {
		out = append(out, outOfProportion(a)...)
	}
	if m.Position == Standing && m.LengthCm > 0 && float64(a.AgeDays) < 9*monthDays {
		out = append(out, Doubt{"position", "position", Words{
			"A child below 9 months is measured lying; was it really standing?", "9月龄以下应卧位测身长，确认是站立测量吗？"}})
	}
	return append(out, haemoglobinDoubt(m)...)
}

// beyondLimits asks about a value beyond WHO's limits for the age; where
// another unit would explain it, it asks about that.
func beyondLimits(c Child, m Measurement, a Assessment, f field) (Doubt, bool) {
	r, ok := a.Result(f.ind)
	if !ok || !r.Implausible {
		return Doubt{}, false
	}
	if d, ok := otherUnit(c, m, f); ok {
		return d, true
	}
	name := f.named(a.AgeDays)
	if *r.Z < 0 {
		return Doubt{f.name, "low", Words{
			name.En + " is below what is plausible at this age; please measure again", name.Zh + "低于该年龄合理范围，请复测"}}, true
	}
	return Doubt{f.name, "high", Words{
		name.En + " is above what is plausible at this age; please measure again", name.Zh + "高于该年龄合理范围，请复测"}}, true
}

// named gives the words of a field at an age: length until 2 years, then height.
func (f field) named(days int) Words {
	if f.name == lengthField.name && days >= heightFrom {
		return Words{"height", "身高"}
	}
	return Words{f.en, f.zh}
}

// unit is a slip that forms see: another unit than the one asked for.
type unit struct {
	field  string
	factor float64
	Words
}

var units = []unit{
	{"weightKg", 0.5, Words{"jin", "斤"}},
	{"weightKg", 0.001, Words{"grams", "克"}},
	{"lengthCm", 0.1, Words{"millimetres", "毫米"}},
	{"lengthCm", 100, Words{"metres", "米"}},
	{"headCm", 0.1, Words{"millimetres", "毫米"}},
	{"muacCm", 0.1, Words{"millimetres", "毫米"}},
}

// otherUnit asks whether a value was meant in another unit, where that would
// put it within 3 SD.
func otherUnit(c Child, m Measurement, f field) (Doubt, bool) {
	for _, u := range units {
		if u.field != f.name {
			continue
		}
		value := f.of(m) * u.factor
		r, ok := Assess(c, f.with(m, value), Settings{}).Result(f.ind)
		if ok && r.Z != nil && *r.Z > -3 && *r.Z < 3 {
			return Doubt{f.name, "unit", Words{
				fmt.Sprintf("%s %s was read as %s; is it in %s (%s %s)?", f.en, number(f.of(m)), f.unit, u.En, number(value), f.unit),
				fmt.Sprintf("%s%s按%s计不合理，是否单位为%s（合%s %s）？", f.zh, number(f.of(m)), f.unit, u.Zh, number(value), f.unit)}}, true
		}
	}
	return Doubt{}, false
}

// with gives the measurement with another value in the field.
func (f field) with(m Measurement, v float64) Measurement {
	switch f.name {
	case weightField.name:
		m.WeightKg = v
	case lengthField.name:
		m.LengthCm = v
	case headField.name:
		m.HeadCm = v
	case armField.name:
		m.MUACCm = v
	}
	return m
}

// swapped asks whether weight and length stand in each other's place.
func swapped(c Child, m Measurement) (Doubt, bool) {
	if m.WeightKg == 0 || m.LengthCm == 0 || !bothImplausible(Assess(c, m, Settings{})) {
		return Doubt{}, false
	}
	other := m
	other.WeightKg, other.LengthCm = m.LengthCm, m.WeightKg
	a := Assess(c, other, Settings{})
	w, okW := a.Result(WeightForAge)
	l, okL := a.Result(LengthForAge)
	if !okW || !okL || w.Z == nil || l.Z == nil || w.Implausible || l.Implausible {
		return Doubt{}, false
	}
	return Doubt{"weightKg", "swapped", Words{"weight and length seem to stand in each other's place", "体重与身长（身高）可能填反"}}, true
}

func bothImplausible(a Assessment) bool {
	w, _ := a.Result(WeightForAge)
	l, _ := a.Result(LengthForAge)
	return w.Implausible && l.Implausible
}

// againstPast compares with the newest earlier value: a length or head that
// shrank, a weight that fell by a tenth in 3 months, 2 SD crossed in 3 months.
func againstPast(c Child, m Measurement, previous []Measurement, f field, age int) (Doubt, bool) {
	q, ok := newestBefore(c, previous, m.Day, f)
	if !ok || f.of(m) <= 0 {
		return Doubt{}, false
	}
	then, now, days := f.of(q), f.of(m), int(m.Day-q.Day)
	name := f.named(age)
	words := func(en, zh string) Words {
		return Words{fmt.Sprintf("%s %s %s: %s %s on %s; please measure again", name.En, number(now), en, number(then), f.unit, q.Day),
			fmt.Sprintf("%s%s%s（%s为%s %s），请复测", name.Zh, number(now), zh, q.Day, number(then), f.unit)}
	}
	if fell(f, then, now, days) && age >= falterFrom {
		return Doubt{f.name, "fell", words("is less than before", "低于上次")}, true
	}
	za, zb := zOf(c, q, f.ind, int(q.Day-c.Birth)), zOf(c, m, f.ind, age)
	if days <= 92 && (zb-za >= 2 || za-zb >= 2) {
		return Doubt{f.name, "jumped", words("changed much", "变化过大")}, true
	}
	return Doubt{}, false
}

func fell(f field, then, now float64, days int) bool {
	switch f.name {
	case weightField.name:
		return days <= 92 && now <= 0.9*then
	case lengthField.name:
		return now < then-1
	case headField.name:
		return now < then-0.5
	}
	return false
}

// newestBefore gives the newest earlier measurement with the field; on one day the later in the list.
func newestBefore(c Child, previous []Measurement, day care.Day, f field) (Measurement, bool) {
	var out Measurement
	for _, q := range previous {
		if q, _ := figuresOnly(q); f.of(q) > 0 && q.Day >= c.Birth && q.Day <= day && q.Day >= out.Day && !q.Day.IsZero() {
			out = q
		}
	}
	return out, !out.Day.IsZero()
}

// outOfProportion asks about a weight that does not go with the length where
// each alone would do.
func outOfProportion(a Assessment) []Doubt {
	for _, ind := range []Indicator{WeightForLength, WeightForHeight, BMIForAge} {
		r, ok := a.Result(ind)
		if !ok || !r.Implausible {
			continue
		}
		if *r.Z < 0 {
			return []Doubt{{"weightKg", "low_for_length", Words{
				"the weight is very low for this length; please measure both again", "体重与身长（身高）不相称（过低），请复测"}}}
		}
		return []Doubt{{"weightKg", "high_for_length", Words{
			"the weight is very high for this length; please measure both again", "体重与身长（身高）不相称（过高），请复测"}}}
	}
	return nil
}

// haemoglobinDoubt asks about g/dL and about values that no child lives with.
func haemoglobinDoubt(m Measurement) []Doubt {
	switch hb := m.HaemoglobinGL; {
	case hb <= 0:
		return nil
	case hb < 25:
		return []Doubt{{"haemoglobinGL", "unit", Words{
			fmt.Sprintf("haemoglobin %s was read as g/L; is it in g/dL (%s g/L)?", number(hb), number(hb*10)),
			fmt.Sprintf("血红蛋白%s按g/L计不合理，是否单位为g/dL（合%s g/L）？", number(hb), number(hb*10))}}}
	case hb > 250:
		return []Doubt{{"haemoglobinGL", "high", Words{
			"haemoglobin is above what is plausible; please measure again", "血红蛋白高于合理范围，请复测"}}}
	}
	return nil
}
