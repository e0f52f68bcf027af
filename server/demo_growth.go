package main

import (
	"math"
	"slices"

	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/care/wellchild"
	"tongjian/records"
)

// track is how one child grows: its distance from the median in SD, and where
// it leaves its line.
type track struct {
	weight, length, head float64
	from                 int     // age in days from which the weight drifts
	drift                float64 // SD a year of that
	most                 float64 // years for which it does
}

// track draws a child of so many days. Some fall from their line in the year
// before today, so that there is something to find.
func (m *maker) track(age int) track {
	t := track{length: m.NormFloat64()*0.75 - 0.25, head: m.NormFloat64() * 0.7}
	t.weight = 0.6*t.length + m.NormFloat64()*0.6
	switch n := m.IntN(100); {
	case n < 4 && age > 330 && age < 1400: // falters when the milk is no longer enough, or after an illness
		t.from, t.drift, t.most = age-180-m.IntN(120), -3, 0.45
	case n < 6: // thin for its length
		t.weight = 0.5*t.length - 1.4 - 0.6*m.Float64()
	case n < 10: // short
		t.length, t.weight = -2.2-m.Float64()*0.9, -1.6-m.Float64()*0.8
	case n < 14: // heavy, more each year
		t.weight, t.from, t.drift, t.most = t.weight+1.2, 500, 0.8, 1
	}
	return t
}

// weightAt is the weight's distance from the median at an age.
func (t track) weightAt(age int) float64 {
	years := float64(max(0, age-t.from)) / 365
	return t.weight + t.drift*min(years, t.most)
}

// visits gives the check-ups of the norm that the family kept, with what was measured.
func (m *maker) visits(c *demoChild, h habit) {
	t := m.track(int(m.today - c.Birth))
	birth := records.Measurement{WeightKg: float64(c.BirthWeightG) / 1000}
	if c.GestationDays >= 259 {
		long := (birth.WeightKg-3.25)/0.45 + m.NormFloat64()*0.4 // heavy newborns are long ones
		birth.LengthCm, birth.Position = round(m.at(growth.LengthForAge, c, c.Birth, long), 1), growth.Lying
	}
	c.township = append(c.township, m.entry(records.KindMeasurement, c.Birth, birth))
	for i, v := range wellchild.Plan(wellchild.Child{Birth: c.Birth, GestationDays: c.GestationDays, BirthWeightG: c.BirthWeightG}, nil, m.today) {
		day := v.From.AddDays(m.IntN(min(int(v.Until-v.From), 20+h.late) + 1))
		if day > m.today.AddDays(-h.stays) || m.Float64() < h.skips {
			continue
		}
		body := records.Visit{Visit: v.ID}
		if h.refuses && i > 1 {
			body.Text = "家长拒绝接种疫苗，已再次说明并告知风险"
		}
		facts := []records.NewEntry{m.entry(records.KindMeasurement, day, m.measured(c, day, t)), m.entry(records.KindVisit, day, body)}
		if i == 0 { // the first is at home, by the village doctor
			c.village = append(c.village, facts...)
		} else {
			c.township = append(c.township, facts...)
		}
	}
}

// measured gives what a careful nurse would read on a day.
func (m *maker) measured(c *demoChild, day care.Day, t track) records.Measurement {
	age := int(day - c.Birth)
	b := records.Measurement{Position: growth.Lying}
	b.WeightKg = round(m.at(growth.WeightForAge, c, day, t.weightAt(age)+m.NormFloat64()*0.12), 2)
	b.LengthCm = round(m.at(growth.LengthForAge, c, day, t.length+m.NormFloat64()*0.12), 1)
	if age >= 731 {
		b.Position = growth.Standing
	}
	if age < 400 {
		b.HeadCm = round(m.at(growth.HeadForAge, c, day, t.head+m.NormFloat64()*0.1), 1)
	}
	if age > 190 && age < 1800 && m.IntN(3) == 0 {
		b.MUACCm = round(m.at(growth.MUACForAge, c, day, t.weightAt(age)+m.NormFloat64()*0.2), 1)
	}
	return b
}

// at gives the value that lies z SD from the median of an indicator on a day.
// Children born early follow the lines for preterm infants until 64 weeks
// since conception, then WHO's at their corrected age.
func (m *maker) at(ind growth.Indicator, c *demoChild, day care.Day, z float64) float64 {
	age := int(day - c.Birth)
	if c.GestationDays > 0 && c.GestationDays < 259 {
		if weeks := float64(c.GestationDays+age) / 7; weeks <= 64 {
			return m.between("preterm", ind, c.Sex, max(27, weeks), z)
		}
		age = care.CorrectedDays(c.Birth, day, c.GestationDays)
	}
	return m.between("", ind, c.Sex, float64(age), z)
}

// between reads a value off the printed lines: straight between ages and
// between SD lines, as far as 3.3 SD from the median.
func (m *maker) between(kind string, ind growth.Indicator, sex care.Sex, x, z float64) float64 {
	key := kind + string(ind) + string(sex)
	if m.lines[key] == nil {
		if kind == "preterm" {
			m.lines[key] = growth.PretermCurve(ind, sex)
		} else {
			m.lines[key] = growth.Curve(ind, sex, 0, 2600, 1300)
		}
	}
	z = max(-3.3, min(3.3, z))
	low := max(0, min(5, int(math.Floor(z))+3))
	for _, l := range m.lines[key] {
		i, _ := slices.BinarySearch(l.X, x)
		if i >= len(l.X) {
			continue
		}
		line := func(sd int) float64 {
			if i == 0 || l.X[i] == x {
				return l.SD[sd][i]
			}
			part := (x - l.X[i-1]) / (l.X[i] - l.X[i-1])
			return l.SD[sd][i-1] + part*(l.SD[sd][i]-l.SD[sd][i-1])
		}
		return line(low) + (z-float64(low-3))*(line(low+1)-line(low))
	}
	return 0
}

// birthWeight gives grams, by weeks of pregnancy where the child came early.
func (m *maker) birthWeight(sex care.Sex, gestation int) int {
	z := m.NormFloat64()
	kg := 3.3 + 0.4*z
	switch {
	case gestation > 0 && gestation < 259:
		kg = m.between("preterm", growth.WeightForAge, sex, max(27, float64(gestation)/7), 0.7*z)
	case gestation > 0:
		kg -= float64(280-gestation) * 0.014
	}
	return int(max(0.7, min(4.7, kg))*100) * 10
}

func round(v float64, digits int) float64 {
	f := math.Pow(10, float64(digits))
	return math.Round(v*f) / f
}
