package wellchild

import (
	"slices"
	"strings"
	"testing"

	"tongjian/care"
)

// The table of visits says what the norm's figures say.
func TestVisitsAreThoseOfTheNorm(t *testing.T) {
	var file struct {
		Visits []struct {
			ID, Place             string
			Measure, Lab, Screen  []string
			Vaccines, Exam        []string
			Tcm, Form, Window, Zh string
		}
	}
	readShared(t, &file, "knowledge", "wellchild.json")
	plan := Plan(Child{Birth: care.MustDay("2024-05-10")}, nil, care.MustDay("2024-05-10"))
	if len(plan) != len(file.Visits) {
		t.Fatalf("Plan gives %d visits, want %d", len(plan), len(file.Visits))
	}
	for i, want := range file.Visits {
		n, got := norms[i], plan[i]
		if got.ID != want.ID || got.Name.Zh != want.Zh || n.form.Zh != want.Form {
			t.Errorf("visit %d is %s %s (%s), want %s %s (%s)", i, got.ID, got.Name.Zh, n.form.Zh, want.ID, want.Zh, want.Form)
		}
		if !slices.Equal(n.vaccines, want.Vaccines) && len(n.vaccines)+len(want.Vaccines) > 0 {
			t.Errorf("%s: vaccines %v, want %v", want.ID, n.vaccines, want.Vaccines)
		}
		measured := len(n.measureIDs())
		if want.ID == newborn {
			measured += 3 // temperature, heart and breathing rate are tasks
		}
		if measured != len(want.Measure) {
			t.Errorf("%s measures %d things, want %v", want.ID, measured, want.Measure)
		}
		if blood := slices.ContainsFunc(n.tasks, func(id string) bool { return slices.Contains(bloodTests, id) }); blood != (len(want.Lab) > 0) {
			t.Errorf("%s tests blood: %v, want %v", want.ID, blood, want.Lab)
		}
		if (n.teach != nil) != (want.Tcm != "") {
			t.Errorf("%s teaches %v, want %q", want.ID, n.teach, want.Tcm)
		}
		for word, id := range map[string]string{"warning signs": "signs", "hearing by behaviour": "hearing", "refraction": "eye_refraction"} {
			if asked := strings.Contains(strings.Join(want.Screen, ";"), word); asked != slices.Contains(n.tasks, id) {
				t.Errorf("%s: %s is %v in the norm, tasks are %v", want.ID, word, asked, n.tasks)
			}
		}
	}
}

func TestEveryTaskHasWords(t *testing.T) {
	for _, n := range norms {
		for _, id := range slices.Concat(n.measureIDs(), n.tasks, n.exam) {
			if x, ok := tasks[id]; !ok || x.En == "" || x.Zh == "" || x.Kind == "" {
				t.Errorf("visit %s has the task %s = %+v", n.id, id, x)
			}
		}
		for _, id := range n.topics {
			if topics[id].Zh == "" {
				t.Errorf("visit %s has no words for the topic %s", n.id, id)
			}
		}
		eyes := slices.ContainsFunc(n.tasks, func(id string) bool { return strings.HasPrefix(id, "eye_") })
		if !eyes {
			t.Errorf("visit %s has no check of the eyes: the eye norm has 13", n.id)
		}
	}
}

func TestWarningSignsAreThoseOfTheChecklist(t *testing.T) {
	var file struct {
		Warning []struct {
			Age, From, Before string
			Signs             []struct{ ID, Zh string }
		} `json:"warning_signs"`
	}
	var domains struct {
		Signs struct {
			Items []struct {
				Age    int `json:"age_months"`
				Domain string
				Zh     string `json:"sign_zh"`
			}
		} `json:"warning_signs"`
	}
	readShared(t, &file, "knowledge", "wellchild.json")
	readShared(t, &domains, "knowledge", "clinical", "development.json")
	var ids, ours []string
	texts := map[string]bool{}
	for _, b := range file.Warning {
		for _, s := range b.Signs {
			ids, texts[s.Zh] = append(ids, s.ID), true
		}
	}
	for i, s := range signs {
		ours = append(ours, s.ID)
		if want := domains.Signs.Items[i]; s.AgeMonths != want.Age || s.Domain != want.Domain {
			t.Errorf("%s is at %d months of %s, want %d of %s", s.ID, s.AgeMonths, s.Domain, want.Age, want.Domain)
		}
		if texts[s.Zh] {
			t.Errorf("%s has the wording of the checklist: %s", s.ID, s.Zh)
		}
	}
	if !slices.Equal(ids, ours) {
		t.Errorf("signs are %v, want %v", ours, ids)
	}
}

func TestAdviceIsThatOfTheTable(t *testing.T) {
	var file struct {
		Bands []struct {
			Band    string
			AgeDays [2]int `json:"age_days"`
			Items   []struct {
				ID, Topic, En, Zh string
				Sources           []string
			}
		}
	}
	readShared(t, &file, "knowledge", "clinical", "guidance.json")
	total := 0
	for _, b := range file.Bands {
		for _, day := range []int{b.AgeDays[0], b.AgeDays[1]} {
			shown := append(Guidance(day), DangerSigns(day)...)
			for _, want := range b.Items {
				i := slices.IndexFunc(shown, func(x Tip) bool { return x.ID == want.ID })
				if i < 0 {
					t.Errorf("on day %d the advice %s is missing", day, want.ID)
					continue
				}
				got := shown[i]
				if got.Topic != want.Topic || got.Rule.Source != strings.Join(want.Sources, ";") {
					t.Errorf("%s is of %s by %s, want %s by %v", got.ID, got.Topic, got.Rule.Source, want.Topic, want.Sources)
				}
				if got.En == want.En || got.Zh == want.Zh {
					t.Errorf("%s is not in our own words", got.ID)
				}
				if unread := slices.Equal(want.Sources, []string{"CLIN"}); unread != (got.Rule.Status == care.Unverified) {
					t.Errorf("%s by %v is marked %s", got.ID, want.Sources, got.Rule.Status)
				}
			}
		}
		total += len(b.Items)
	}
	if dangers := len(infantDangers) + len(childDangers); total != 64 || dangers != 20 {
		t.Errorf("%d pieces of advice with %d danger signs; want 64 with 20", total, dangers)
	}
}

func TestDangerSignsAreAlwaysThere(t *testing.T) {
	for _, day := range []int{-1, 0, 59, 60, 2556, 5000} {
		if got := DangerSigns(day); len(got) < 9 {
			t.Errorf("DangerSigns(%d) gives %d signs", day, len(got))
		}
	}
	if got := len(DangerSigns(-1)); got != 20 {
		t.Errorf("an age that is not known gets %d signs, want all 20", got)
	}
	if got := Guidance(2557); len(got) != 0 {
		t.Errorf("Guidance(2557) gives %d tips, want none from 7 years", len(got))
	}
}
