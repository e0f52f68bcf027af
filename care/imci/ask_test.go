package imci

import (
	"maps"
	"slices"
	"testing"
)

// interview asks a case question by question, and gives how many screens it
// took until the questions may stop and until they are done.
func interview(t testing.TB, v vignette) (stop, done int, then Result, got Findings) {
	v.findings = maps.Clone(v.findings)
	for _, id := range []string{"hfmd", "startles", "limb_shaking", "cold_sweat", "high_fever_lasting", "crying_bouts", "vomiting", "cough_spells", "apnoea", "blue_in_spells", "preterm"} {
		v.findings[id] = false // younger than the cases, which otherwise answer all
	}
	f := Findings{}
	for _, id := range []string{"age_days", "age_months", "altitude_m"} {
		if x, ok := v.findings[id]; ok {
			f[id] = x
		}
	}
	for stop, done = -1, 0; ; done++ {
		step := v.settings.Next(f)
		if step.MayStop && stop < 0 {
			stop, then = done, v.settings.Classify(f)
		}
		if step.Done {
			return stop, done, then, f
		}
		if done > 150 {
			t.Fatalf("%s: the questions do not end", v.id)
		}
		for _, in := range step.Ask {
			f[in.ID] = v.findings[in.ID] // nil where the case does not say
		}
	}
}

// Asking one by one reaches the classification of all findings together, and
// the priority does not rise after the questions might have stopped.
func TestQuestionsReachTheClassification(t *testing.T) {
	stops, dones, plain := 0, 0, 0
	all := vignettes(t)
	for _, v := range all {
		stop, done, then, f := interview(t, v)
		stops, dones = stops+stop, dones+done
		for id := range f { // what was not asked did not matter
			if _, ok := v.findings[id]; !ok {
				delete(f, id)
			}
		}
		want, got := names(v.settings.Classify(v.findings)), names(v.settings.Classify(f))
		if !slices.Equal(want, got) {
			t.Errorf("%s: asked for gives %v, want %v", v.id, got, want)
		}
		for _, id := range []string{"hb_g_l", "muac_mm", "whz"} { // measurements that may be lacking are not waited for
			delete(f, id)
		}
		if end := v.settings.Classify(f); rank(urgencies, end.Urgency) < rank(urgencies, then.Urgency) {
			t.Errorf("%s: the questions might stop at %s, but it became %s", v.id, then.Urgency, end.Urgency)
		}
		for _, x := range v.findings {
			if x != nil {
				plain++
			}
		}
	}
	t.Logf("mean of %d cases: %.1f screens until the questions may stop, %.1f until done; a form of all answers has %.1f",
		len(all), mean(stops, all), mean(dones, all), mean(plain, all))
	if mean(stops, all) > mostUntilStop || mean(dones, all) > mostUntilDone {
		t.Errorf("%.1f and %.1f screens in the mean, want %d and %g at most", mean(stops, all), mean(dones, all), mostUntilStop, mostUntilDone)
	}
}

// A form in which every question of the age stands has far more; the figures
// are held here so that a change of the rules cannot lose them unseen.
const (
	mostUntilStop = 11
	mostUntilDone = 16.5
)

func mean(n int, all []vignette) float64 { return float64(n) / float64(len(all)) }

func names(r Result) []string {
	var out []string
	for _, c := range r.Classes {
		out = append(out, c.ID)
	}
	slices.Sort(out)
	return out
}
