package tool

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// object is a JSON object of a case or an answer.
type object map[string]any

func (o object) list(name string) (out []object) {
	items, _ := o[name].([]any)
	for _, x := range items {
		out = append(out, object(x.(map[string]any)))
	}
	return out
}

func objects(t testing.TB, text string) (out []object) {
	t.Helper()
	for l := range strings.Lines(text) {
		var o object
		if err := json.Unmarshal([]byte(l), &o); err != nil {
			t.Fatalf("%s: %v", l, err)
		}
		out = append(out, o)
	}
	return out
}

func caseText(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// plainly makes words comparable: case, a colon and "-" for nothing apart.
func plainly(v any) string {
	s := strings.ToLower(strings.ReplaceAll(fmt.Sprint(v), ":", ""))
	if s == "-" {
		return ""
	}
	return s
}

// cdsiDifferences compares every field of a published case.
func cdsiDifferences(want, got object) (out []string) {
	add := func(what string, g, w any) {
		if g == nil || plainly(g) != plainly(w) {
			out = append(out, fmt.Sprintf("%s %v want %v", what, g, w))
		}
	}
	add("id", got["id"], want["id"])
	doses := got.list("doses")
	if len(doses) != len(want.list("doses")) || len(got.list("forecasts")) != 1 {
		return append(out, "not one answer for each dose and one forecast")
	}
	for i, d := range want.list("doses") {
		for _, key := range []string{"n", "evaluation_status", "evaluation_reason"} {
			add(fmt.Sprintf("dose %d %s", i+1, key), doses[i][key], d[key])
		}
	}
	f := got.list("forecasts")[0]
	if f["vaccine_group"] != want["vaccine_group"] {
		out = append(out, fmt.Sprintf("vaccine_group %v want %v", f["vaccine_group"], want["vaccine_group"]))
	}
	expected := object(want["expected"].(map[string]any))
	for _, key := range []string{"series_status", "forecast_dose", "earliest", "recommended", "past_due"} {
		add(key, f[key], expected[key])
	}
	return out
}

// CDC's cases through the command, in their own words. How many hold is the
// engine's matter; here none may be lost, and the words must be the published ones.
func TestForecastOfCDCsCases(t *testing.T) {
	schedule := "cdsi:" + shared(t, "data/cdsi/supporting-data-4.64-508")
	for _, c := range []struct {
		file string
		rate float64
	}{{"healthy-v4.45", 0.99}, {"underlying-conditions-v4.6", 0.87}} {
		in := caseText(t, "data/cdsi/testcases/"+c.file+".ndjson")
		code, out, said := run(in, "forecast", "-", "--schedule", schedule)
		expect(t, c.file+" exit code", code, Done)
		expect(t, c.file+" standard error", said, "")
		want, got := objects(t, in), objects(t, out)
		if len(want) != len(got) {
			t.Fatalf("%s: %d answers, want %d", c.file, len(got), len(want))
		}
		held := 0
		for i := range want {
			if wrong := cdsiDifferences(want[i], got[i]); len(wrong) > 0 {
				t.Logf("%v %v: %s", want[i]["vaccine_group"], want[i]["id"], strings.Join(wrong, "; "))
			} else {
				held++
			}
		}
		t.Logf("%s: %d of %d", c.file, held, len(want))
		if rate := float64(held) / float64(len(want)); rate < c.rate {
			t.Errorf("%s: %d of %d cases hold, want %.0f %%", c.file, held, len(want), 100*c.rate)
		}
	}
}

type chinaFile struct {
	Cases []object `json:"cases"`
}

func chinaExamples(t testing.TB) (cases []object, lines string) {
	var file chinaFile
	if err := json.Unmarshal([]byte(caseText(t, "knowledge/china-nip-examples.json")), &file); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, c := range file.Cases {
		l, _ := json.Marshal(c)
		out.Write(append(l, '\n'))
	}
	return file.Cases, out.String()
}

// The worked examples of China's programme, every field that they name.
func TestForecastOfChinasExamples(t *testing.T) {
	cases, in := chinaExamples(t)
	code, out, said := run(in, "forecast", "-")
	expect(t, "exit code", code, Done)
	expect(t, "standard error", said, "")
	answers := objects(t, out)
	if len(cases) != 40 || len(answers) != 40 {
		t.Fatalf("%d answers to %d examples, want 40", len(answers), len(cases))
	}
	for i, c := range cases {
		expect(t, "id", answers[i]["id"], c["id"])
		expect(t, fmt.Sprintf("%v: doses", c["id"]), len(answers[i].list("doses")), len(c.list("history")))
		forecasts := answers[i].list("forecasts")
		expect(t, fmt.Sprintf("%v: series", c["id"]), len(forecasts), 27)
		for _, want := range c.list("expect") {
			k := slices.IndexFunc(forecasts, func(f object) bool { return f["series"] == want["series"] })
			if k < 0 {
				t.Fatalf("%v: no series %v", c["id"], want["series"])
			}
			for key, w := range want {
				a, _ := json.Marshal(forecasts[k][key])
				b, _ := json.Marshal(w)
				if key != "note" && key != "why" && string(a) != string(b) {
					t.Errorf("%v %v %s = %s, want %s", c["id"], want["series"], key, a, b)
				}
			}
			if _, named := want["status"]; !named && forecasts[k]["status"] != "open" && forecasts[k]["status"] != "needs_review" {
				t.Errorf("%v %v is %v, want open", c["id"], want["series"], forecasts[k]["status"])
			}
		}
	}
}

// A row of CSV may hold the lists as JSON; both answers are the same.
func TestForecastOfCSV(t *testing.T) {
	cases, in := chinaExamples(t)
	_, want, _ := run(in, "forecast", "-")
	rows := [][]string{{"id", "dob", "sex", "as_of", "history", "conditions"}}
	for _, c := range cases {
		history, _ := json.Marshal(c["history"])
		conditions, _ := json.Marshal(c["conditions"])
		rows = append(rows, []string{c["id"].(string), c["dob"].(string), c["sex"].(string), c["as_of"].(string), string(history), string(conditions)})
	}
	code, got, said := run(csvOf(rows), "forecast", "-")
	if code != Done || got != want {
		t.Errorf("forecast of CSV = %d, %s, other answers than of JSON", code, said)
	}
}

func TestForecastOfOneGroup(t *testing.T) {
	const child = `{"id": 7, "dob": "2026-03-15", "sex": "M", "as_of": "2026-06-20", "vaccine_group": "POL", "doses": [{"n": "a", "date": "2026-05-15", "vaccine": "IPV"}, {"n": "b", "date": "2026-03-15", "cvx": "08"}]}`
	_, out, said := run(child+"\n", "forecast", "-")
	got := objects(t, out)[0]
	expect(t, "id", got["id"], 7.0)
	for i, d := range got.list("doses") {
		expect(t, "n", d["n"], string(rune('a'+i)))
		expect(t, "evaluation", d["evaluation_status"], "Valid")
		expect(t, "reason", d["evaluation_reason"], "")
	}
	expect(t, "forecasts"+said, len(got.list("forecasts")), 2) // polio and polio_ipv
	for _, f := range got.list("forecasts") {
		expect(t, "vaccine_group", f["vaccine_group"], "POL")
	}
}

func TestForecastNamesWhatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ line, place string }{
		{`{"id":1,"dob":"2026-02-30","as_of":"2026-05-01"}`, "column dob:"},
		{`{"id":1,"dob":"","as_of":"2026-05-01"}`, "column dob:"},
		{`{"id":1,"dob":"2026-01-01"}`, "column assessment_date:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","assessment_date":"2026-05-01"}`, "column as_of:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","sex":"X"}`, "column sex:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","doses":"x"}`, "column doses:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","doses":[{"date":"2026-01-01","vaccine":"HepB"},{"date":"1/2/2026","vaccine":"HepB"}]}`, "column doses[1].date:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","doses":[{"vaccine":"HepB"}]}`, "column doses[0].date:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","doses":[{"date":"2026-01-01"}]}`, "column doses[0]:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","doses":[3]}`, "column doses[0]:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","doses":[{"date":"2026-01-01","vaccine":"HepB","purpose":"fun"}]}`, "column doses[0].purpose:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","doses":[{"date":"2026-01-01","vaccine":{"a":1}}]}`, "column doses[0]:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","conditions":[{"date":"2026-01-01"}]}`, "column conditions[0]:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","conditions":[{"code":"080","date":"soon"}]}`, "column conditions[0].date:"},
		{`{"id":1,"dob":"2026-01-01","as_of":"2026-05-01","vaccine_group":"XYZ"}`, "column vaccine_group:"},
		{`{"id":1,"dob":"2026-01-01","dob":"2026-05-01"}`, `"dob" stands here a second time`},
		{`{"id":1,`, "column 9: the object ends before it is closed"},
		{`{"id":1}{}`, "something stands behind the object"},
		{`[1]`, "an object like"},
		{`{"id":tru}`, "column 10: this is no JSON"},
	} {
		good := `{"id":0,"dob":"2026-01-01","as_of":"2026-05-01"}`
		code, out, said := run(good+"\n"+c.line+"\n"+good+"\n", "forecast", "-")
		if code != BadRows || strings.Count(out, "\n") != 2 || !strings.Contains(said, "line 2,") || !strings.Contains(said, c.place) {
			t.Errorf("forecast of %s = %d, %d answers, %q; want line 2, %s", c.line, code, strings.Count(out, "\n"), said, c.place)
		}
	}
}
