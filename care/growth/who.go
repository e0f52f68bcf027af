package growth

import (
	"math"

	"tongjian/care"
)

// olderFrom is the first day that belongs to the WHO 2007 reference: 60 months
// are 1826.25 days (RULES 4, 10).
const olderFrom = 1827

// whoStandard names the WHO standard of an age in days; "" beyond 228 months.
func whoStandard(days float64) Standard {
	switch {
	case days < olderFrom:
		return WHO2006
	case days <= 228*monthDays:
		return WHO2007
	}
	return ""
}

// body gives the measurement as WHO's calculation takes it.
func (m Measurement) body(sex care.Sex, days float64) Body {
	b := NoBody()
	b.Sex, b.AgeDays, b.Position, b.Oedema = sex, days, m.Position, m.Oedema
	set := func(to *float64, v float64) {
		if v != 0 {
			*to = v
		}
	}
	set(&b.WeightKg, m.WeightKg)
	set(&b.LengthCm, m.LengthCm)
	set(&b.HeadCm, m.HeadCm)
	set(&b.MUACCm, m.MUACCm)
	set(&b.TricepsMm, m.TricepsMm)
	set(&b.SubscapularMm, m.SubscapularMm)
	return b
}

// whoResults gives one result for each indicator whose measures are there;
// days is NaN when the age is not known.
func whoResults(c Child, m Measurement, days float64) []Result {
	b := m.body(c.Sex, days)
	s := Score(b)
	if days >= olderFrom {
		s = ScoreOlder(b)
	}
	out := make([]Result, 0, 8)
	add := func(ind Indicator, value float64, unit string, z Z) {
		if !math.IsNaN(value) {
			out = append(out, whoResult(&b, ind, value, unit, z, days))
		}
	}
	add(WeightForAge, b.WeightKg, "kg", s.Weight)
	add(LengthForAge, s.LengthCm, "cm", s.Length)
	if !math.IsNaN(s.LengthCm) {
		add(weightTable(days, b.Position, s.LengthCm), b.WeightKg, "kg", s.WeightForLength)
	}
	add(BMIForAge, s.BMI, "kg/m2", s.BMIForAge)
	add(HeadForAge, b.HeadCm, "cm", s.Head)
	add(MUACForAge, b.MUACCm, "cm", s.MUAC)
	add(TricepsForAge, b.TricepsMm, "mm", s.Triceps)
	add(SubscapularForAge, b.SubscapularMm, "mm", s.Subscapular)
	return out
}

// weightTable says which of the two weight tables a child is compared with (RULES 6).
func weightTable(days float64, position string, length float64) Indicator {
	switch {
	case days < heightFrom,
		math.IsNaN(days) && position == Lying,
		math.IsNaN(days) && position == "" && length < 87:
		return WeightForLength
	}
	return WeightForHeight
}

func whoResult(b *Body, ind Indicator, value float64, unit string, z Z, days float64) Result {
	std := whoStandard(days)
	if math.IsNaN(days) {
		std = WHO2006
	}
	r := Result{Indicator: ind, Standard: std, Value: round2(value), Unit: unit, Rule: whoRule(std, ind)}
	if !z.OK() {
		r.Reason = whoReason(b, ind, days)
		return r
	}
	two, pct := z.Round2(), round2(Percentile(float64(z)))
	r.Z, r.Percentile, r.Implausible = &two, &pct, z.Implausible(ind)
	if !r.Implausible {
		r.Class = whoClass(std, ind, two)
	}
	if ind == LengthForAge && b.Position == Standing && days < 9*monthDays {
		r.Note = &Words{"A standing height below 9 months is not believed: taken as read, without 0.7 cm.", "9月龄以下不应测身高：按读数评价，未加0.7厘米"}
	}
	return r
}

func round2(v float64) float64 { return math.Round(v*100) / 100 }

// whoReason says why WHO's tables give no z-score.
func whoReason(b *Body, ind Indicator, days float64) Reason {
	weight := ind == WeightForAge || ind == WeightForLength || ind == WeightForHeight || ind == BMIForAge
	switch {
	case b.Sex != care.Male && b.Sex != care.Female:
		return NoSex
	case math.IsNaN(days) && ind != WeightForLength && ind != WeightForHeight:
		return NoAge
	case b.Oedema && weight:
		return WithOedema
	case days >= olderFrom:
		return TooOld
	case ind == WeightForLength || ind == WeightForHeight:
		return OutsideTable
	}
	return TooYoung
}

func whoRule(std Standard, ind Indicator) care.Rule {
	source := "WHO Child Growth Standards (2006), as WHO's R package anthro computes them"
	if std == WHO2007 {
		source = "WHO Growth Reference 5-19 years (2007), as WHO's R package anthroplus computes it"
	}
	return care.Rule{ID: "GROWTH-" + string(ind), Edition: string(std), Source: source, Status: care.Verified}
}
