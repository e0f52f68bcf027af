package growth

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"tongjian/care"
)

var anySex = rapid.SampledFrom([]care.Sex{care.Male, care.Female})

// More of a measure is never a lower z-score, in every table and at every age.
func TestZIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := NoBody()
		b.Sex = anySex.Draw(t, "sex")
		b.AgeDays = float64(rapid.IntRange(0, 6939).Draw(t, "days"))
		b.LengthCm = rapid.Float64Range(45, 120).Draw(t, "length")
		x := rapid.Float64Range(1, 60).Draw(t, "low")
		y := x + rapid.Float64Range(0, 10).Draw(t, "more")
		score := Score
		if b.AgeDays >= olderFrom {
			score = ScoreOlder
		}
		fill := func(v float64) Scores {
			b := b
			b.WeightKg, b.HeadCm, b.MUACCm, b.TricepsMm, b.SubscapularMm = v, v, v, v, v
			return score(b)
		}
		low, high := fill(x), fill(y)
		for _, c := range young {
			if zl, zh := c.of(&low), c.of(&high); zl > zh {
				t.Fatalf("%s: %v gives %v, %v gives %v", c.ind, x, zl, y, zh)
			}
		}
	})
}

// A value on the line of z has that z-score, for every L that a table can
// print (four decimals; nearer to 0 the formula itself loses its digits).
func TestLinesAndScoresAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := lms{rapid.Float64Range(-2.5, 2.5).Draw(t, "l"), rapid.Float64Range(1, 120).Draw(t, "m"), rapid.Float64Range(0.03, 0.13).Draw(t, "s")}
		z := rapid.Float64Range(-3, 3).Draw(t, "z")
		p.l = math.Round(p.l*1e4) / 1e4
		if got := p.z(p.at(z)); math.Abs(got-z) > 1e-6 {
			t.Fatalf("%+v: the value on %v has the z-score %v", p, z, got)
		}
	})
	p := lms{0, 10, 0.1}
	if got := p.z(p.at(1.5)); math.Abs(got-1.5) > 1e-12 {
		t.Errorf("with L = 0 the value on 1.5 has %v", got)
	}
}

// Whatever is sent, the answers can be written as JSON, each result with a
// figure or a reason, and nothing is compared with WHO before term.
func TestAnyMeasurementIsAnswered(t *testing.T) {
	figure := rapid.OneOf(rapid.Float64(), rapid.Float64Range(0, 150), rapid.SampledFrom([]float64{0, -1, math.NaN(), math.Inf(1), math.SmallestNonzeroFloat64}))
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) float64 { return figure.Draw(t, name) }
		c := Child{Sex: rapid.SampledFrom([]care.Sex{care.Male, care.Female, "", "X"}).Draw(t, "sex"),
			Birth:         care.Day(rapid.IntRange(0, 1).Draw(t, "known")) * born,
			GestationDays: rapid.IntRange(-10, 320).Draw(t, "gestation"), BirthWeightKg: draw("birth weight")}
		var past []Measurement
		for range rapid.IntRange(1, 5).Draw(t, "visits") {
			past = append(past, Measurement{Day: born.AddDays(rapid.IntRange(-50, 9000).Draw(t, "day")),
				WeightKg: draw("weight"), LengthCm: draw("length"), HeadCm: draw("head"), MUACCm: draw("arm"),
				TricepsMm: draw("triceps"), SubscapularMm: draw("subscapular"), HaemoglobinGL: draw("blood"),
				Position: rapid.SampledFrom([]string{Lying, Standing, "", "?"}).Draw(t, "position"), Oedema: rapid.Bool().Draw(t, "oedema")})
		}
		a := Assess(c, past[0], Settings{AltitudeM: rapid.IntRange(-100, 9000).Draw(t, "altitude")})
		for _, r := range append(a.Results, a.Beside...) {
			if r.Z == nil && r.Class == nil && r.Level == nil && r.Reason == "" {
				t.Fatalf("%+v has neither a figure nor a reason", r)
			}
			if a.CorrectedDays != nil && *a.CorrectedDays < 0 && (r.Standard == WHO2006 || r.Standard == WHO2007) {
				t.Fatalf("%+v before term", r)
			}
		}
		answer := []any{a, Flags(c, past, born.AddDays(9000), Settings{}), Plausible(c, past[0], past[1:])}
		if len(past) > 1 {
			answer = append(answer, Gains(c, past[0], past[1], Settings{}))
		}
		if _, err := json.Marshal(answer); err != nil {
			t.Fatalf("%+v: %v", past, err)
		}
	})
}

// FuzzUnpack: damaged figures give an error, never a crash or endless memory.
func FuzzUnpack(f *testing.F) {
	f.Add(packed[:100])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = unpack(b)
	})
}
