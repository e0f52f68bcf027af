package tool

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// overruled are cases that the clinical review corrects: a newborn's heart
// rate above 160 is counted again when calm before it sends anybody away.
var overruled = []string{"svc-cn-nb-hr161"}

var gravity = []string{"", "green", "yellow", "red"}

func list(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return r == ';' })
}

// All published cases: what must be there, what must not, and how grave at least.
func TestTriageOfTheCases(t *testing.T) {
	cases := openCSV(t, "knowledge/clinical/imci_cases.csv")
	code, out, said := run(csvOf(cases), "triage", "-")
	expect(t, "exit code", code, Done)
	expect(t, "standard error", said, "")
	got := readCSV(t, strings.NewReader(out))
	expect(t, "header", strings.Join(got[0], ","), "case_id,classifications,severity,urgency,missing")
	if len(got) != len(cases) || len(cases) != 290 {
		t.Fatalf("%d answers to %d cases, want 289", len(got)-1, len(cases)-1)
	}
	at := func(name string) int { return slices.Index(cases[0], name) }
	for i, c := range cases[1:] {
		g := got[i+1]
		expect(t, "case_id", g[0], c[at("case_id")])
		if slices.Contains(overruled, g[0]) {
			continue
		}
		classes := list(g[1])
		for _, id := range list(c[at("must_include")]) {
			if !slices.Contains(classes, id) {
				t.Errorf("%s: %v, want %s among them", g[0], classes, id)
			}
		}
		for _, id := range list(c[at("must_not_include")]) {
			if slices.Contains(classes, id) {
				t.Errorf("%s: %v, want no %s among them", g[0], classes, id)
			}
		}
		if least := c[at("expected_severity_min")]; slices.Index(gravity, g[2]) < slices.Index(gravity, least) {
			t.Errorf("%s: %s, want at least %s", g[0], g[2], least)
		}
	}
}

func TestTriageOfJSONLines(t *testing.T) {
	const findings = `{"age_days":609,"age_months":20,"convulsing_now":true}`
	in := fmt.Sprintf("{\"case_id\":7,\"inputs_json\":%s}\n{\"case_id\":\"b\",\"inputs_json\":%q,\"policy\":null}\n", findings, findings)
	code, out, said := run(in, "triage", "-")
	expect(t, "exit code "+said, code, Done)
	for i, g := range objects(t, out) {
		expect(t, "case_id", g["case_id"], []any{7.0, "b"}[i])
		expect(t, "severity", g["severity"], "red")
		expect(t, "urgency", g["urgency"], "emergency_referral")
	}
}

// What is missing is unknown, never no: nothing is called green by it.
func TestTriageOfNothing(t *testing.T) {
	_, out, said := run("case_id,age_days,inputs_json\na,400,{}\n", "triage", "-")
	got := readCSV(t, strings.NewReader(out))
	if g := got[1]; g[1] != "" || g[2] != "" || g[4] == "" || said != "" {
		t.Errorf("triage of nothing known = %v, %q; want no classification and what is missing", g, said)
	}
}

func TestTriageNamesWhatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ row, want string }{
		{`x,,"{""cough"":tru}"`, "line 2, column 3 (inputs_json): at its sign 13, this is no JSON"},
		{`x,,`, "line 2, column 3 (inputs_json)"},
		{`x,,[1]`, "an object like"},
		{`x,none,{}`, "line 2, column 2 (policy)"},
		{`x,,"{""cough"":true,""cough"":false}"`, `"cough" stands here a second time`},
	} {
		code, out, said := run("case_id,policy,inputs_json\n"+c.row+"\ny,,{}\n", "triage", "-")
		if code != BadRows || strings.Count(out, "\n") != 2 || !strings.Contains(said, c.want) {
			t.Errorf("triage of %s = %d, %q, %q; want %s", c.row, code, out, said, c.want)
		}
	}
	code, out, said := run("case_id,inputs_json\nx,\"{\"\"age_days\"\":609,\"\"age_months\"\":20,\"\"temp_c\"\":400}\"\n", "triage", "--strict", "-")
	if code != Done || strings.Count(out, "\n") != 2 || !strings.Contains(said, "line 2") || !strings.Contains(said, "temp_c") {
		t.Errorf("triage of 400 degrees = %d, %q, %q; want a row, and a word that it counted as unknown", code, out, said)
	}
	if code, _, said := run("case_id,inputs\nx,{}\n", "triage", "-"); code != Stopped || !strings.Contains(said, "no column inputs_json") {
		t.Errorf("triage without inputs_json = %d, %q", code, said)
	}
}
