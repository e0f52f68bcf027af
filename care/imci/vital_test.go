package imci

import (
	"strconv"
	"strings"
	"testing"
)

func at(months float64, vital string, x float64) VitalSign {
	v := Vitals{AgeMonths: &months}
	*map[string]**float64{"resp_rate": &v.RespRate, "heart_rate": &v.HeartRate, "spo2": &v.SpO2, "temperature": &v.TempC, "capillary_refill": &v.CRTSec, "systolic_bp": &v.SystolicB, "glucose": &v.Glucose}[vital] = &x
	return JudgeVitals(v)[0]
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// Every scored row of the shared figures, at its bounds and beside them.
func TestScores(t *testing.T) {
	rows := 0
	for _, r := range readCSV(t, "knowledge", "clinical", "vitals.csv") {
		if r["source"] != "PEWS-2009" || r["vital"] == "temperature" || !strings.HasPrefix(r["level"], "score") || r["vital"] == "capillary_refill" {
			continue
		}
		rows++
		score, _ := strconv.Atoi(r["level"][5:])
		low, high := number(t, r["low"]), number(t, r["high"])
		for _, months := range []float64{number(t, r["age_from_months"]), number(t, r["age_to_months_excl"]) - 1} {
			switch r["comparator"] {
			case "between_exclusive":
				for _, x := range []float64{low + 1, high - 1} {
					if got := at(months, r["vital"], x).Score; got != score {
						t.Errorf("%s %g at %g months scores %d, want %d", r["vital"], x, months, got, score)
					}
				}
				if n := at(months, r["vital"], low+1).Normal; n[0] != int(low)+1 || n[1] != int(high)-1 {
					t.Errorf("%s at %g months: normal is %v, want %g-%g", r["vital"], months, n, low+1, high-1)
				}
			case "ge_or_le":
				for _, x := range []float64{low, high} {
					if got := at(months, r["vital"], x).Score; got != score {
						t.Errorf("%s %g at %g months scores %d, want %d", r["vital"], x, months, got, score)
					}
				}
				if got := at(months, r["vital"], high-1).Score; got >= score {
					t.Errorf("%s %g at %g months scores %d, want below %d", r["vital"], high-1, months, got, score)
				}
			}
		}
	}
	if rows != 48 {
		t.Errorf("%d scored rows, want 48", rows)
	}
}

// The bounds of the other sources in the shared figures reach at least the
// level that they name.
func TestLimits(t *testing.T) {
	levelOf := map[string]Level{"amber": LevelAmber, "red": LevelRed, "fast": LevelAmber, "low": LevelAmber, "high": LevelRed, "watch": LevelAmber,
		"fever": LevelNote, "severe": LevelRed, "hypotension": LevelRed}
	for _, r := range readCSV(t, "knowledge", "clinical", "vitals.csv") {
		want, ok := levelOf[r["level"]]
		if !ok || r["source"] == "PEWS-2009" || strings.Contains(r["high"], "age") {
			continue
		}
		from, to := number(t, r["age_from_months"]), number(t, r["age_to_months_excl"])-1
		if r["vital"] == "heart_rate" {
			want = LevelWatch // with fever
		}
		if r["vital"] == "temperature" && r["level"] == "high" && from == 2 {
			want = LevelNote
		}
		var out, in float64
		switch r["comparator"] {
		case "gt":
			out, in = number(t, r["low"])+1, number(t, r["low"])
		case "ge":
			out = number(t, r["low"])
			in = out - 0.1
		case "lt":
			in = number(t, r["high"])
			out = in - 0.1
		case "le":
			out = number(t, r["high"]) - 1 // 95 itself is left out, as in the decision table
			in = out + 2
		}
		for _, months := range []float64{from, to} {
			got := limited(months, r["vital"], out)
			if r["vital"] == "resp_rate" && r["level"] == "red" && months < 2 {
				want = LevelAmber // counted twice below 2 months
			} else if r["vital"] == "resp_rate" && r["level"] == "red" {
				want = LevelRed
			}
			if rank(levels, got) > rank(levels, want) {
				t.Errorf("%s %g at %g months is %s, want %s (%s)", r["vital"], out, months, got, want, r["source"])
			}
			if got := limited(months, r["vital"], in); r["level"] == "red" && got == LevelRed {
				t.Errorf("%s %g at %g months is red already", r["vital"], in, months)
			}
		}
	}
	if got := at(24, "systolic_bp", 73).Level; got != LevelRed {
		t.Errorf("73 mmHg at 2 years is %s, want red below 74", got)
	}
	if got := at(12, "glucose", 2.4).Level; got != LevelRed {
		t.Errorf("glucose 2.4 is %s, want red", got)
	}
}

// limited judges a vital sign of a child with fever.
func limited(months float64, vital string, x float64) Level {
	v, hot := at(months, vital, x), 38.6
	if vital == "heart_rate" {
		m := Vitals{AgeMonths: &months, HeartRate: &x, TempC: &hot}
		v = JudgeVitals(m)[0]
	}
	return v.Level
}

func TestOxygenByAltitude(t *testing.T) {
	months := 20.0
	for _, c := range []struct {
		spo2, altitude float64
		want           Level
	}{{89, 0, LevelRed}, {90, 0, LevelAmber}, {94, 1499, LevelAmber}, {94, 1500, LevelNormal}, {95, 0, LevelNormal}, {89, 2499, LevelRed}, {88, 2500, LevelNormal}, {86, 2500, LevelRed}} {
		if got := JudgeVitals(Vitals{AgeMonths: &months, SpO2: &c.spo2, AltitudeM: c.altitude})[0].Level; got != c.want {
			t.Errorf("%g %% at %g m is %s, want %s", c.spo2, c.altitude, got, c.want)
		}
	}
	if got := JudgeVitals(Vitals{SpO2: &months}); len(got) != 0 {
		t.Errorf("without an age %v is judged, want nothing", got)
	}
}
