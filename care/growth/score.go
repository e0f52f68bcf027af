package growth

import "math"

// heightFrom is the first day on which a child is compared standing (RULES 5).
const heightFrom = 731

// Score gives the eight z-scores of the WHO 2006 standards, 0 to below 60
// months, exactly as WHO's R package anthro does. It allocates nothing.
func Score(b Body) Scores {
	out := noScores()
	days, months := b.age()
	day := math.Floor(days + 0.5)
	out.stand(&b, day, months)
	t := tables(b.Sex)
	if t == nil {
		return out
	}
	if !b.Oedema && (math.IsNaN(months) || (months >= 0 && months < 60)) {
		out.WeightForLength = t.weightForLength(b.WeightKg, out.LengthCm, day, out.Position)
	}
	if months >= 0 && months < 60 {
		out.byAge(&b, t, int(day))
	}
	return out
}

// stand settles which length counts (RULES 5) and works out the BMI.
func (s *Scores) stand(b *Body, day, months float64) {
	s.LengthCm, s.Position = b.LengthCm, b.Position
	if s.Position == Standing && months < 9 {
		s.Position, s.Dropped = "", true
	}
	switch {
	case s.Position == Standing && day < heightFrom:
		s.LengthCm += 0.7
	case s.Position == Lying && day >= heightFrom:
		s.LengthCm -= 0.7
	}
	s.BMI = bmi(b.WeightKg, s.LengthCm)
}

// bmi gives kg/m2, NaN when a part is missing or the length is 0.
func bmi(weightKg, lengthCm float64) float64 {
	if lengthCm == 0 {
		return math.NaN()
	}
	m := lengthCm / 100
	return weightKg / (m * m)
}

// byAge fills the scores that are looked up by a whole day of age.
func (s *Scores) byAge(b *Body, t *lines, day int) {
	s.Length = t.length.plain(day, s.LengthCm)
	s.Head = t.head.plain(day, b.HeadCm)
	s.MUAC = t.muac.adjusted(day, b.MUACCm)
	s.Triceps = t.triceps.adjusted(day, b.TricepsMm)
	s.Subscapular = t.subscapular.adjusted(day, b.SubscapularMm)
	if !b.Oedema {
		s.Weight = t.weight.adjusted(day, b.WeightKg)
		s.BMIForAge = t.bmi.adjusted(day, s.BMI)
	}
}

// plain gives the z-score at a whole x without RULES 2; NaN for no row or no
// value above 0.
func (t *line) plain(x int, y float64) Z {
	if p, ok := t.row(x); ok && y > 0 {
		return Z(p.z(y))
	}
	return Z(math.NaN())
}

// adjusted is plain with RULES 2.
func (t *line) adjusted(x int, y float64) Z {
	if p, ok := t.row(x); ok && y > 0 {
		return Z(p.adjusted(y))
	}
	return Z(math.NaN())
}

// weightForLength chooses the table by age, else by position, else by the
// length itself (RULES 6). day is NaN when the age is not known.
func (t *lines) weightForLength(weight, length, day float64, position string) Z {
	table := &t.forHeight
	if weightTable(day, position, length) == WeightForLength {
		table = &t.forLength
	}
	p, ok := table.between(length)
	if !ok || !(weight >= 0) {
		return Z(math.NaN())
	}
	return Z(p.adjusted(weight))
}

// between gives the figures at a length in cm, interpolated between tenths.
// The upper row is found as WHO finds it, from length*10+1 as a float: where
// length*10 lies a hair below a whole number that is two rows up, not one.
func (t *line) between(length float64) (lms, bool) {
	last := t.first + len(t.rows) - 1
	if !(length >= float64(t.first)/10 && length <= float64(last)/10) {
		return lms{}, false
	}
	k, next := int(length*10), int(length*10+1)
	p := t.rows[k-t.first]
	if d := (length - float64(k)/10) / 0.1; d > 0 && next <= last {
		p = p.between(t.rows[next-t.first], d)
	}
	return p, true
}

// ScoreOlder gives height-, weight- and BMI-for-age of the WHO 2007
// reference, 60 to 228 months (weight to 120), exactly as WHO's R package
// anthroplus does. It allocates nothing.
func ScoreOlder(b Body) Scores {
	out := noScores()
	out.LengthCm, out.Position = b.LengthCm, b.Position
	out.BMI = bmi(b.WeightKg, b.LengthCm)
	t := tables(b.Sex)
	_, months := b.age()
	if t == nil || !(months >= 60 && months <= 228) {
		return out
	}
	if p := t.olderHeight.month(months); b.LengthCm >= 0 {
		out.Length = Z(p.z(b.LengthCm))
	}
	if b.Oedema {
		return out
	}
	if p := t.olderBMI.month(months); out.BMI >= 0 {
		out.BMIForAge = Z(p.adjusted(out.BMI))
	}
	if months <= 120 && b.WeightKg >= 0 {
		out.Weight = Z(t.olderWeight.month(months).adjusted(b.WeightKg))
	}
	return out
}

// month gives the figures at an age in months that the table covers,
// interpolated between whole months (RULES 10).
func (t *line) month(months float64) lms {
	i := int(months) - t.first
	return t.rows[i].between(t.rows[i+1], months-math.Trunc(months))
}

// limits are WHO's biological limits (RULES 9).
func limits(ind Indicator) (low, high float64) {
	switch ind {
	case LengthForAge:
		return -6, 6
	case WeightForAge:
		return -6, 5
	}
	return -5, 5
}

// Implausible tells whether a z-score lies beyond WHO's biological limits for
// the indicator. It is taken on the two decimals, as WHO takes it.
func (z Z) Implausible(ind Indicator) bool {
	low, high := limits(ind)
	r := z.Round2()
	return r < low || r > high
}

// Percentile gives 100 times the share of the standard normal distribution
// below z.
func Percentile(z float64) float64 { return 50 * math.Erfc(-z/math.Sqrt2) }
