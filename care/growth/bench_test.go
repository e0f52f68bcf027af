package growth

import "testing"

// BenchmarkScore100k scores 100,000 rows with all eight indicators an operation.
func BenchmarkScore100k(b *testing.B) {
	var rows []Body
	for _, r := range readCSV(b, "vectors_0_5.csv") {
		if g := r["group"]; g == "typical" || g == "typical_2dec" || g == "extreme" || g == "every_day" {
			rows = append(rows, r.body())
		}
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		for i := range 100_000 {
			sink = Score(rows[i%len(rows)])
		}
	}
}

func BenchmarkScoreOlder(b *testing.B) {
	rows := readCSV(b, "vectors_5_19.csv")
	body := rows[1].body()
	b.ReportAllocs()
	for range b.N {
		sink = ScoreOlder(body)
	}
}

// BenchmarkAssess is one visit with all standards and words.
func BenchmarkAssess(b *testing.B) {
	m := visit(400, Measurement{WeightKg: 9, LengthCm: 75, Position: Lying, HeadCm: 45, MUACCm: 14})
	b.ReportAllocs()
	for range b.N {
		Assess(boy, m, Settings{})
	}
}

// BenchmarkFlags is a child with twelve visits.
func BenchmarkFlags(b *testing.B) {
	var past []Measurement
	for i := range 12 {
		past = append(past, visit(30+60*i, Measurement{WeightKg: 5 + 0.5*float64(i), LengthCm: 55 + 3*float64(i), Position: Lying, HeadCm: 38 + 0.8*float64(i)}))
	}
	for range b.N {
		Flags(boy, past, born.AddDays(900), Settings{})
	}
}

// BenchmarkFirstUse is what the first call pays: unpacking all figures.
func BenchmarkFirstUse(b *testing.B) {
	for range b.N {
		if _, err := unpack(packed); err != nil {
			b.Fatal(err)
		}
	}
}

var sink Scores

// The inner calls must not burden the collector: surveys have millions of rows.
func TestScoreAllocatesNothing(t *testing.T) {
	b := NoBody()
	b.Sex, b.AgeDays, b.WeightKg, b.LengthCm, b.HeadCm, b.MUACCm = "M", 400, 9, 75, 45, 14
	Score(b)
	if n := testing.AllocsPerRun(100, func() { sink = Score(b); b.AgeDays = 3000; sink = ScoreOlder(b) }); n != 0 {
		t.Errorf("Score and ScoreOlder allocate %v times, want 0", n)
	}
}
