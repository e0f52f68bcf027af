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
