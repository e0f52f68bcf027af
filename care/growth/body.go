package growth

import (
	"math"

	"tongjian/care"
)

// Body is one row of measurements as WHO's programs take it: what the bare
// calculations Score and ScoreOlder work on. NaN is "not measured" or "not
// known"; start from NoBody. Use Assess for a child's record.
type Body struct {
	Sex           care.Sex
	AgeDays       float64 // may have a fraction; wins over AgeMonths
	AgeMonths     float64 // of 30.4375 days, used when AgeDays is NaN
	WeightKg      float64
	LengthCm      float64
	Position      string // Lying, Standing or ""
	HeadCm        float64
	MUACCm        float64
	TricepsMm     float64
	SubscapularMm float64
	Oedema        bool
}

// NoBody gives a Body of which nothing is known.
func NoBody() Body {
	none := math.NaN()
	return Body{AgeDays: none, AgeMonths: none, WeightKg: none, LengthCm: none,
		HeadCm: none, MUACCm: none, TricepsMm: none, SubscapularMm: none}
}

// Z is one z-score, not rounded; NaN when there is none.
type Z float64

// OK tells whether there is a z-score.
func (z Z) OK() bool { return !math.IsNaN(float64(z)) }

// Round2 gives the z-score to two decimals, -0 as 0.
func (z Z) Round2() float64 { return math.Round(float64(z)*100)/100 + 0 }

// Scores are the z-scores of one Body. Length is for length or height,
// WeightForLength for either of the two tables. ScoreOlder fills Length,
// Weight and BMIForAge only.
type Scores struct {
	LengthCm        float64 // the length or height that was compared: 0.7 cm added or taken where the position asks for it
	Position        string  // the position that counted: Lying, Standing or ""
	Dropped         bool    // a standing height below 9 months was not believed (WHO's c9mo_flag)
	BMI             float64 // kg/m2, NaN when weight or length is missing
	Length          Z
	Weight          Z
	WeightForLength Z
	BMIForAge       Z
	Head            Z
	MUAC            Z
	Triceps         Z
	Subscapular     Z
}

// monthDays is the length of a month in WHO's programs (RULES 4).
const monthDays = 30.4375

// age gives the unrounded age in days and in months; NaN when not known.
func (b *Body) age() (days, months float64) {
	if b.AgeDays == b.AgeDays {
		return b.AgeDays, b.AgeDays / monthDays
	}
	return b.AgeMonths * monthDays, b.AgeMonths
}

// of gives the z-score of an indicator that is looked up by age.
func (s *Scores) of(ind Indicator) Z {
	switch ind {
	case WeightForAge:
		return s.Weight
	case LengthForAge:
		return s.Length
	case BMIForAge:
		return s.BMIForAge
	case HeadForAge:
		return s.Head
	case MUACForAge:
		return s.MUAC
	}
	return Z(math.NaN())
}

// noScores are Scores without any z-score.
func noScores() Scores {
	none := Z(math.NaN())
	return Scores{Length: none, Weight: none, WeightForLength: none, BMIForAge: none,
		Head: none, MUAC: none, Triceps: none, Subscapular: none}
}
