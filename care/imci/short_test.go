package imci

import (
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"
)

// calm are normal numbers at an age in days.
func calm(ageDays int) map[string]float64 {
	rr := 24.0
	switch {
	case ageDays < 90:
		rr = 40
	case ageDays < 366:
		rr = 34
	case ageDays < 1461:
		rr = 28
	}
	return map[string]float64{"temp_c": 36.8, "resp_rate": rr, "spo2_pct": 98, "crt_sec": 1}
}

// walk takes the short path with the first choice of each tap ("none" of the
// signs), except those that differ, and gives the taps and the result.
func walk(ageDays int, differ map[string]string) (int, Result) {
	f := Findings{"age_days": ageDays, "age_months": int(float64(ageDays) / 30.44)}
	taps := 0
	for _, t := range ShortPath(ageDays) {
		taps++
		choice := t.Choices[0].ID
		if t.Choices[len(t.Choices)-1].ID == "none" && t.ID != "yi_movement" {
			choice = "none"
		}
		if d, ok := differ[t.ID]; ok {
			choice = d
		} else if t.Number != nil {
			f[t.ID] = calm(ageDays)[t.ID]
			continue
		}
		if err := t.Take(f, choice); err != nil {
			panic(err)
		}
	}
	return taps, Classify(f)
}

func TestShortPathHasTwelveTaps(t *testing.T) {
	for _, age := range []int{0, 20, 59, 60, 200, 400, 1000, 1826, 1827, 2556} {
		taps, r := walk(age, nil)
		if taps > mostTaps {
			t.Errorf("on day %d the short path has %d taps, want %d at most", age, taps, mostTaps)
		}
		want := P3 // ill, nothing found, the symptoms not asked yet
		if age < 60 {
			want = P2 // an ill young infant
		}
		if r.Priority != want {
			t.Errorf("on day %d nothing found gives %s (%v), want %s", age, r.Priority, r.Why, want)
		}
		if _, r := walk(age, map[string]string{"why": "not_ill"}); r.Priority != P4 {
			t.Errorf("on day %d not ill and nothing found gives %s (%v), want P4", age, r.Priority, r.Why)
		}
	}
}

// Every grave answer of the short path gives P1 by itself.
func TestShortPathFindsDanger(t *testing.T) {
	grave := map[string][]string{
		"breathing": {"airway_obstructed", "central_cyanosis", "severe_resp_distress"},
		"injury":    {"major_burn", "poisoning", "major_trauma"},
		"body":      {"nonblanching_rash", "bulging_fontanelle", "green_or_bloody_vomit"},
		"fits":      {"now", "earlier"}, "awake": {"V", "P", "U"},
	}
	young := map[string][]string{"breathing": {"yi_severe_indrawing", "grunting_flaring"}, "yi_feeding": {"not_well", "unable"}, "yi_movement": {"only_stimulated", "none"},
		"skin": {"umbilicus_red_spreading", "yellow_palms_soles"}, "temp_c": {"hot"}, "body": {"blood_in_stool"}}
	old := map[string][]string{"drink": {"unable", "vomits"}}
	for age, maps := range map[int][]map[string][]string{20: {grave, young}, 400: {grave, old}} {
		for _, m := range maps {
			for tap, choices := range m {
				for _, choice := range choices {
					if _, r := walk(age, map[string]string{tap: choice}); r.Priority != P1 {
						t.Errorf("on day %d %s=%s gives %s, want P1", age, tap, choice, r.Priority)
					}
				}
			}
		}
	}
	if _, r := walk(2000, map[string]string{"drink": "unable"}); r.Priority != P1 {
		t.Errorf("at 5 years not drinking gives %s, want P1", r.Priority)
	}
}

func TestSkippedTriageIsUnsorted(t *testing.T) {
	for _, f := range []Findings{nil, {}, {"age_days": 20}, {"age_days": 400, "age_months": 13, "weight_kg": 9, "altitude_m": 200}, {"cough": nil}} {
		if r := Classify(f); r.Priority != Unsorted {
			t.Errorf("Classify(%v) is %s, want unsorted", f, r.Priority)
		}
	}
}

// Skipping taps never makes a child less urgent than P2, nor unsorted once
// anything was told; the answers that were given are never less urgent alone.
func TestSkippedTapsStayUnknown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		age := rapid.IntRange(0, 2556).Draw(t, "age")
		full := Findings{"age_days": age, "age_months": int(float64(age) / 30.44), "not_ill": false}
		part := maps.Clone(full)
		skipped := 0
		for i, tap := range ShortPath(age)[1:] {
			answer := Findings{}
			k := rapid.IntRange(0, len(tap.Choices)-1).Draw(t, fmt.Sprint("choice", i))
			if err := tap.Take(answer, tap.Choices[k].ID); err != nil {
				t.Fatal(err)
			}
			maps.Copy(full, answer)
			if rapid.Bool().Draw(t, fmt.Sprint("skip", i)) {
				skipped++
				continue
			}
			maps.Copy(part, answer)
		}
		a, b := Classify(full), Classify(part)
		if skipped > 0 && len(part) > 3 && rank(priorities, b.Priority) > rank(priorities, P3) {
			t.Fatalf("with %d skipped %v is %s", skipped, part, b.Priority)
		}
		for _, c := range b.Classes {
			if !holds(a, c.ID) && c.ID != "CH_DYSENTERY" {
				t.Fatalf("%s holds with questions skipped and not with all: %v", c.ID, full)
			}
		}
	})
}
