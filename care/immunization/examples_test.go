package immunization

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"tongjian/care"
)

type example struct {
	ID, Title, Sex string
	DOB            string `json:"dob"`
	AsOf           string `json:"as_of"`
	Conditions     []string
	History        []struct{ Date, Vaccine, Purpose string }
	Expect         []map[string]any
}

func (e *example) child() (Child, []Dose) {
	c := Child{Birth: care.MustDay(e.DOB), Sex: care.Sex(e.Sex)}
	for _, code := range e.Conditions {
		c.Conditions = append(c.Conditions, Condition{Code: code})
	}
	var doses []Dose
	for _, h := range e.History {
		doses = append(doses, Dose{Day: care.MustDay(h.Date), Vaccine: h.Vaccine, Purpose: h.Purpose})
	}
	return c, doses
}

func readExamples(t testing.TB) []example {
	data, err := os.ReadFile(shared(t, "knowledge", "china-nip-examples.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []example }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != 40 {
		t.Fatalf("%d examples, want 40", len(file.Cases))
	}
	return file.Cases
}

// The worked examples of China's programme, every field that they name.
func TestChinaExamples(t *testing.T) {
	s := China(Options{SelfPaid: true})
	for _, e := range readExamples(t) {
		c, doses := e.child()
		r := Forecast(s, c, doses, care.MustDay(e.AsOf))
		if len(r.Unknown) > 0 {
			t.Errorf("%s: conditions not known: %v", e.ID, r.Unknown)
		}
		for _, want := range e.Expect {
			compareExample(t, &e, &r, want)
		}
	}
}

func compareExample(t *testing.T, e *example, r *Result, want map[string]any) {
	t.Helper()
	id := want["series"].(string)
	i := slices.IndexFunc(r.Series, func(f SeriesForecast) bool { return f.Series == id })
	if i < 0 {
		t.Errorf("%s: no series %s", e.ID, id)
		return
	}
	f := &r.Series[i]
	got := map[string]any{
		"series": f.Series, "earliest": f.Earliest.String(), "recommended": f.Recommended.String(),
		"status": string(f.Status), "vaccine": f.Vaccine, "requires": f.Requires, "by": f.By, "next_dose": nil,
		"overdue_from": nil, "dose_flags": flagsOf(r),
	}
	if f.NextDose > 0 {
		got["next_dose"] = float64(f.NextDose)
	}
	if f.OverdueFrom != 0 {
		got["overdue_from"] = f.OverdueFrom.String()
	}
	for key, w := range want {
		if key == "note" || key == "why" {
			continue
		}
		a, _ := json.Marshal(got[key])
		b, _ := json.Marshal(w)
		if string(a) != string(b) {
			t.Errorf("%s (%s): %s %s = %s, want %s; status %s", e.ID, e.Title, id, key, a, b, f.Status)
		}
	}
	if _, closed := want["status"]; !closed && f.Status != Open && f.Status != NeedsReview {
		t.Errorf("%s: %s is %s, want open", e.ID, id, f.Status)
	}
}

func flagsOf(r *Result) []string {
	var all []string
	for _, j := range r.Doses {
		all = append(all, j.Flags...)
	}
	return all
}
