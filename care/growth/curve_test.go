package growth

import (
	"math"
	"testing"

	"tongjian/care"
)

var sdColumns = [7]string{"sd3neg", "sd2neg", "sd1neg", "sd0", "sd1", "sd2", "sd3"}

// Every printed point of WHO's lines comes out of Curve, to its three decimals.
func TestCurveGivesWHOsLines(t *testing.T) {
	for _, ind := range []Indicator{WeightForAge, LengthForAge, BMIForAge, HeadForAge, MUACForAge,
		TricepsForAge, SubscapularForAge, WeightForLength, WeightForHeight} {
		drawn := map[care.Sex]map[float64][7]float64{}
		for _, sex := range []care.Sex{care.Male, care.Female} {
			drawn[sex] = drawAll(ind, sex)
		}
		for _, r := range readCSV(t, "curves/who2006_"+string(ind)+"_sd.csv") {
			x := r.num("x")
			if ind != WeightForLength && ind != WeightForHeight && x > 1826 {
				continue
			}
			got, ok := drawn[care.Sex(r["sex"])][x]
			if !ok {
				t.Errorf("%s %s has no point at %v", ind, r["sex"], x)
			}
			for i, col := range sdColumns {
				if math.Abs(got[i]-r.num(col)) > 0.00051 {
					t.Errorf("%s %s %v %s = %v, want %s", ind, r["sex"], x, col, got[i], r[col])
				}
			}
		}
	}
}

// drawAll gives every day or tenth of a centimetre of the 2006 lines.
func drawAll(ind Indicator, sex care.Sex) map[float64][7]float64 {
	all := map[float64][7]float64{}
	from, to, points := 0.0, 1826.0, 1827
	if xUnit(ind) == "cm" {
		from, to, points = 40, 130, 901
	}
	for _, l := range Curve(ind, sex, from, to, points) {
		for i, x := range l.X {
			var at [7]float64
			for k := range at {
				at[k] = l.SD[k][i]
			}
			all[x] = at
		}
	}
	return all
}

func TestCurvePieces(t *testing.T) {
	for _, c := range []struct {
		ind      Indicator
		from, to float64
		pieces   int
		first    float64
		last     float64
	}{
		{LengthForAge, 0, 730, 1, 0, 730},
		{LengthForAge, 0, 1826, 2, 0, 1826},
		{LengthForAge, 700, 7000, 3, 700, 6939},
		{WeightForAge, 0, 1826, 1, 0, 1826},
		{WeightForAge, 1700, 5000, 2, 1700, 3652},
		{MUACForAge, 0, 365, 1, 91, 365},
		{WeightForHeight, 60, 90, 1, 65, 90},
		{HeadForAge, 1900, 2000, 0, 0, 0},
		{Haemoglobin, 0, 365, 0, 0, 0},
	} {
		got := Curve(c.ind, care.Female, c.from, c.to, 50)
		if len(got) != c.pieces {
			t.Errorf("Curve(%s, %v-%v) has %d pieces, want %d", c.ind, c.from, c.to, len(got), c.pieces)
			continue
		}
		if c.pieces == 0 {
			continue
		}
		end := got[len(got)-1].X
		if got[0].X[0] != c.first || end[len(end)-1] != c.last {
			t.Errorf("Curve(%s, %v-%v) goes from %v to %v, want %v to %v", c.ind, c.from, c.to, got[0].X[0], end[len(end)-1], c.first, c.last)
		}
	}
	if got := Curve(WeightForAge, "", 0, 365, 10); got != nil {
		t.Errorf("Curve without a sex = %v, want nothing", got)
	}
}
