package imci

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"tongjian/care"
)

// The table has every question, rule and action of the shared figures, with
// the same ages, colours and urgencies, in words of its own.
func TestTableIsThatOfTheFigures(t *testing.T) {
	data, err := os.ReadFile(shared(t, "knowledge", "clinical", "imci.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Inputs []struct {
			ID    string
			Ages  [2]int `json:"age_days"`
			Range *[2]float64
			Zh    string `json:"label_zh"`
		}
		Rules []struct {
			ID, Section, Classification string
			Ages                        [2]int `json:"age_days"`
			Severity                    Severity
			Urgency                     Urgency
			Zh                          string `json:"label_zh"`
		}
		Actions map[string]any
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, want := range file.Inputs {
		i, ok := book.input[want.ID]
		if !ok || book.Inputs[i].Days != want.Ages {
			t.Errorf("the question %s is missing or of another age", want.ID)
		}
		if r := book.Inputs[i].Range; want.Range != nil && (r == nil || *r != *want.Range) {
			t.Errorf("%s ranges over %v, want %v", want.ID, r, *want.Range)
		}
	}
	for _, want := range file.Rules {
		i := slices.IndexFunc(book.Rules, func(r rule) bool { return r.ID == want.ID })
		if i < 0 {
			t.Errorf("the rule %s is missing", want.ID)
			continue
		}
		if r := book.Rules[i]; r.Class != want.Classification || r.Days != want.Ages || r.Severity != want.Severity || r.Urgency != want.Urgency || r.Section != want.Section {
			t.Errorf("%s is %+v, want %+v", want.ID, r, want)
		}
	}
	for id := range file.Actions {
		if _, ok := book.action[id]; !ok {
			t.Errorf("the action %s is missing", id)
		}
	}
}

func TestEverythingHasWords(t *testing.T) {
	said := func(what string, w Words) {
		if w.En == "" || w.Zh == "" {
			t.Errorf("%s has no words in both languages: %+v", what, w)
		}
	}
	for _, in := range book.Inputs {
		said(in.ID, in.Words)
		for _, c := range in.Values {
			said(in.ID+"="+c.ID, c.Words)
		}
		if in.Kind == "enum" && len(in.Values) < 2 || (in.Kind == "int" || in.Kind == "number") && in.Range == nil {
			t.Errorf("%s has no choices or range", in.ID)
		}
	}
	for _, r := range book.Rules {
		said(r.ID, r.Words)
	}
	for _, a := range book.Actions {
		said(a.ID, a.Words)
	}
	for _, r := range Rules() {
		if r.ID == "" || r.Source == "" || r.Status == "" {
			t.Errorf("the rule %+v does not say where it comes from", r)
		}
	}
}

// Every question is looked at by a rule, or is the context of an answer.
func TestEveryQuestionIsUsed(t *testing.T) {
	for i, in := range book.Inputs {
		used := slices.ContainsFunc(book.uses, func(u []bool) bool { return u[i] })
		if !used && !slices.Contains([]string{"rectal_c", "fever_days", "thermometer_available"}, in.ID) {
			t.Errorf("no rule looks at %s", in.ID)
		}
	}
}

func TestOursAndUnreadAreMarked(t *testing.T) {
	r := Classify(with(healthy(40, 1), Findings{"temp_c": 38.2, "grunting_flaring": true}))
	for _, c := range r.Classes {
		if c.ID == "YI_FEVER_38" && c.Rule.Status != care.Ours || c.ID == "YI_LETHARGY_SVC" && c.Rule.Status != care.Ours {
			t.Errorf("%s is marked %s, want ours", c.ID, c.Rule.Status)
		}
	}
	if r := Classify(with(healthy(400, 13), Findings{"cough": true, "resp_rate": 52})); r.Classes[0].Rule.Status != care.Verified || r.Rule.Status != care.Ours {
		t.Errorf("pneumonia is marked %s, the whole %s; want verified and ours", r.Classes[0].Rule.Status, r.Rule.Status)
	}
}

func TestBrokenTablesAreRefused(t *testing.T) {
	for _, s := range []string{"", "{", `{"rules":[{"id":"X","class":"Y","when":"nothing"}]}`, `{"rules":[{"id":"X","actions":["NO"],"when":""}]}`, `{"derived":[{"id":"X","when":"@x"}]}`} {
		if _, err := read([]byte(s)); err == nil {
			t.Errorf("read(%q) takes it", s)
		}
	}
}
