package growth

import (
	"math"
	"testing"

	"tongjian/care"
)

func zIs(t *testing.T, a Assessment, ind Indicator, want float64) {
	t.Helper()
	r, ok := a.Result(ind)
	if !ok || r.Z == nil {
		t.Errorf("%s on %s: no z-score (%q), want %v", ind, a.Day, r.Reason, want)
		return
	}
	if *r.Z != want {
		t.Errorf("%s on %s = %v, want %v", ind, a.Day, *r.Z, want)
	}
}

// at gives a day so many days after a fixed birth day.
var born = care.MustDay("2023-01-15")

func boyOn(days int, m Measurement) (Child, Measurement) {
	m.Day = born.AddDays(days)
	return Child{Sex: care.Male, Birth: born}, m
}

// A girl born at 30 weeks is judged by corrected age until 24 months of it
// (36 by the default for births before 32 weeks, which the clinical review puts
// above the field report's 24), and both ages are shown.
func TestCorrectedAge(t *testing.T) {
	girl := Child{Sex: care.Female, Birth: care.MustDay("2025-01-10"), GestationDays: 210}
	m := Measurement{Day: care.MustDay("2025-07-10"), WeightKg: 5.6}
	a := Assess(girl, m, Settings{})
	if a.AgeDays != 181 || a.CorrectedDays == nil || *a.CorrectedDays != 111 || !a.Corrected || a.UsedDays != 111 {
		t.Errorf("ages = %d, %v, used %d (corrected %v), want 181, 111, used 111", a.AgeDays, a.CorrectedDays, a.UsedDays, a.Corrected)
	}
	if a.CorrectedMonths != 36 || a.AgeRule == nil || a.Standard != WHO2006 {
		t.Errorf("until %d months by %v, %s; want 36 by a rule, WHO 2006", a.CorrectedMonths, a.AgeRule, a.Standard)
	}
	zIs(t, a, WeightForAge, -0.86)
	plain := girl
	plain.GestationDays = 0
	zIs(t, Assess(plain, m, Settings{}), WeightForAge, -2.17)
}

func TestCorrectedAgeEnds(t *testing.T) {
	for _, c := range []struct {
		gestation, corrected int
		s                    Settings
		using                bool
	}{
		{259, 100, Settings{}, false}, // 37 weeks
		{258, 100, Settings{}, true},
		{240, 730, Settings{}, true},
		{240, 731, Settings{}, false},
		{223, 1095, Settings{}, true},
		{223, 1096, Settings{}, false},
		{240, 400, Settings{CorrectedMonths: 12}, false},
		{223, 740, Settings{CorrectedVeryMonths: 24}, false},
	} {
		child := Child{Sex: care.Male, Birth: born, GestationDays: c.gestation}
		day := born.AddDays(c.corrected + care.Term - c.gestation)
		a := Assess(child, Measurement{Day: day, WeightKg: 10}, c.s)
		if a.Corrected != c.using {
			t.Errorf("%d days of pregnancy, corrected %d, %+v: corrected used = %v, want %v", c.gestation, c.corrected, c.s, a.Corrected, c.using)
		}
	}
}

// Below 40 weeks since conception nothing is compared with WHO.
func TestBeforeTermIsNeverWHO(t *testing.T) {
	child := Child{Sex: care.Male, Birth: born, GestationDays: 26 * 7}
	for _, c := range []struct {
		day  int
		want Standard
	}{{0, IntergrowthNewborn}, {3, ""}, {7, IntergrowthPostnatal}, {97, IntergrowthPostnatal}, {98, WHO2006}} {
		a := Assess(child, Measurement{Day: born.AddDays(c.day), WeightKg: 1.2, LengthCm: 36, HeadCm: 26}, Settings{})
		if a.Standard != c.want {
			t.Errorf("day %d: standard %q, want %q", c.day, a.Standard, c.want)
		}
		for _, r := range a.Results {
			if c.day < 98 && r.Standard != c.want {
				t.Errorf("day %d: a result of %s", c.day, r.Standard)
			}
		}
		if (a.Reason == BeforeTerm) != (c.want == "") {
			t.Errorf("day %d: reason %q with standard %q", c.day, a.Reason, a.Standard)
		}
	}
}

func TestWeightForLengthOrHeight(t *testing.T) {
	c, m := boyOn(700, Measurement{WeightKg: 8.4, LengthCm: 80, Position: Lying})
	zIs(t, Assess(c, m, Settings{}), WeightForLength, -2.73)
	c, m = boyOn(761, Measurement{WeightKg: 8.4, LengthCm: 80, Position: Standing})
	a := Assess(c, m, Settings{})
	zIs(t, a, WeightForHeight, -2.89)
	if _, ok := a.Result(WeightForLength); ok {
		t.Error("a child of 25 months was compared with weight-for-length too")
	}
	c, m = boyOn(761, Measurement{WeightKg: 8.4, LengthCm: 64, Position: Standing})
	r, ok := Assess(c, m, Settings{}).Result(WeightForHeight)
	if !ok || r.Z != nil || r.Reason != OutsideTable || r.Reason.Words().Zh == "" {
		t.Errorf("64 cm standing = %+v, want no z-score because outside_table", r)
	}
}

func TestFiveYears(t *testing.T) {
	c, m := boyOn(1826, Measurement{WeightKg: 18.3352})
	a := Assess(c, m, Settings{})
	zIs(t, a, WeightForAge, 0)
	if a.Standard != WHO2006 {
		t.Errorf("day 1826 is by %s, want WHO 2006", a.Standard)
	}
	for day := 1827; day < 7500; day++ {
		c, m := boyOn(day, Measurement{WeightKg: 20, LengthCm: 112, HeadCm: 51, MUACCm: 17})
		a := Assess(c, m, Settings{})
		if day <= 6939 && a.Standard != WHO2007 {
			t.Fatalf("day %d is by %q, want WHO 2007", day, a.Standard)
		}
		for _, r := range a.Results {
			if r.Z == nil && r.Class == nil && r.Reason == "" {
				t.Fatalf("day %d: %s is blank without a reason", day, r.Indicator)
			}
		}
	}
}

func TestStandingBelowTwo(t *testing.T) {
	c, m := boyOn(730, Measurement{LengthCm: 80, Position: Standing})
	a := Assess(c, m, Settings{})
	zIs(t, a, LengthForAge, -2.32)
	if r, _ := a.Result(LengthForAge); r.Value != 80.7 {
		t.Errorf("judged as %v cm, want 80.7", r.Value)
	}
	if m.LengthCm != 80 {
		t.Errorf("the measurement became %v cm", m.LengthCm)
	}
	m.Position = Lying
	zIs(t, Assess(c, m, Settings{}), LengthForAge, -2.55)
}

func TestNoValueHasAReason(t *testing.T) {
	child := Child{Sex: care.Male, Birth: born}
	full := Measurement{Day: born.AddDays(50), WeightKg: 4.8, LengthCm: 57, HeadCm: 38, MUACCm: 12, TricepsMm: 9}
	for _, c := range []struct {
		name string
		c    Child
		m    Measurement
		ind  Indicator
		want Reason
	}{
		{"no sex", Child{Birth: born}, full, WeightForAge, NoSex},
		{"no birth day", Child{Sex: care.Male}, full, WeightForAge, NoAge},
		{"young arm", child, full, MUACForAge, TooYoung},
		{"young skinfold", child, full, TricepsForAge, TooYoung},
		{"oedema", child, Measurement{Day: full.Day, WeightKg: 4.8, LengthCm: 57, Oedema: true}, WeightForLength, WithOedema},
		{"head at 6", child, Measurement{Day: born.AddDays(2200), HeadCm: 51}, HeadForAge, TooOld},
		{"weight at 11", child, Measurement{Day: born.AddDays(4018), WeightKg: 35}, WeightForAge, TooOld},
		{"negative", child, Measurement{Day: full.Day, WeightKg: -3}, WeightForAge, NotAFigure},
		{"infinite", child, Measurement{Day: full.Day, WeightKg: math.Inf(1)}, WeightForAge, NotAFigure},
	} {
		r, ok := Assess(c.c, c.m, Settings{}).Result(c.ind)
		if !ok || r.Reason != c.want || r.Z != nil || r.Reason.Words().En == "" || r.Reason.Words().Zh == "" {
			t.Errorf("%s: %s = %+v (%v), want the reason %s", c.name, c.ind, r, ok, c.want)
		}
	}
	if a := Assess(child, Measurement{Day: born - 1, WeightKg: 3}, Settings{}); a.Reason != BeforeBirth || len(a.Results) != 0 {
		t.Errorf("before birth = %+v, want the reason before_birth", a)
	}
	// Weight-for-length needs no age.
	zIs(t, Assess(Child{Sex: care.Female}, Measurement{Day: born, WeightKg: 6.9, LengthCm: 67.63, Position: Lying}, Settings{}), WeightForLength, -1.18)
}
