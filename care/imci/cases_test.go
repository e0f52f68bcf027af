package imci

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shared gives the path of a file of the shared folder, whose place is SHARED
// or else beside the repository.
func shared(t testing.TB, parts ...string) string {
	t.Helper()
	root := os.Getenv("SHARED")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for filepath.Dir(dir) != dir {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
			dir = filepath.Dir(dir)
		}
		root = filepath.Join(filepath.Dir(dir), "shared")
	}
	path := filepath.Join(append([]string{root}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the cases are not there (set SHARED): %v", err)
	}
	return path
}

func readCSV(t testing.TB, parts ...string) []map[string]string {
	t.Helper()
	f, err := os.Open(shared(t, parts...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}

// vignette is one published case.
type vignette struct {
	id       string
	findings Findings
	settings Settings
	must     []string
	mustNot  []string
	least    Severity
}

func vignettes(t testing.TB) []vignette {
	t.Helper()
	var out []vignette
	for _, row := range readCSV(t, "knowledge", "clinical", "imci_cases.csv") {
		v := vignette{id: row["case_id"], settings: Settings{SingleConvulsion: row["policy"]}, least: Severity(row["expected_severity_min"]),
			must: list(row["must_include"]), mustNot: list(row["must_not_include"])}
		if err := json.Unmarshal([]byte(row["inputs_json"]), &v.findings); err != nil {
			t.Fatalf("%s: %v", v.id, err)
		}
		out = append(out, v)
	}
	return out
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}

// fails says in which way a result is not what a case expects; "" if it is.
func (v vignette) fails(r Result) string {
	var ids []string
	for _, c := range r.Classes {
		ids = append(ids, c.ID)
	}
	for _, id := range v.must {
		if !slices.Contains(ids, id) {
			return "gives " + strings.Join(ids, " ") + ", want " + id
		}
	}
	for _, id := range v.mustNot {
		if slices.Contains(ids, id) {
			return "gives " + id + ", want it not"
		}
	}
	if v.least != "" && rank(severities, r.Severity) > rank(severities, v.least) {
		return "is " + string(r.Severity) + ", want " + string(v.least) + " at least"
	}
	return ""
}

// overruled are the cases that the clinical review decides otherwise.
var overruled = map[string]string{
	"svc-cn-nb-hr161": "a newborn's heart rate above 160 is counted again when calm, as breathing is; the case has one count",
}

func TestCases(t *testing.T) {
	all := vignettes(t)
	if len(all) != 289 {
		t.Fatalf("%d cases, want 289", len(all))
	}
	for _, v := range all {
		r := v.settings.Classify(v.findings)
		why := v.fails(r)
		if reason, ok := overruled[v.id]; ok {
			if why == "" {
				t.Errorf("%s passes, but the review overrules it: %s", v.id, reason)
			}
			continue
		}
		if why != "" {
			t.Errorf("%s %s", v.id, why)
		}
		if len(r.Ignored) > 0 {
			t.Errorf("%s: answers ignored: %v", v.id, r.Ignored)
		}
	}
}

// Each case that is overruled still asks for what would settle it.
func TestOverruledCasesAskAgain(t *testing.T) {
	for _, v := range vignettes(t) {
		if v.id != "svc-cn-nb-hr161" {
			continue
		}
		r := v.settings.Classify(v.findings)
		if !slices.ContainsFunc(r.Open, func(d Doubt) bool {
			return d.ID == "YI_CN_NEWBORN_REFER" && slices.Contains(d.Needs, "heart_rate2")
		}) || rank(priorities, r.Priority) > rank(priorities, P2) {
			t.Errorf("one count of 161 gives %s with %v open, want P2 at least and a second count", r.Priority, r.Open)
		}
		for answer, want := range map[any]bool{161: true, 150: false} {
			v.findings["heart_rate2"] = answer
			if got := holds(v.settings.Classify(v.findings), "YI_CN_NEWBORN_REFER"); got != want {
				t.Errorf("161 and then %v: referred is %v, want %v", answer, got, want)
			}
		}
	}
}

func holds(r Result, class string) bool {
	return slices.ContainsFunc(r.Classes, func(c Class) bool { return c.ID == class })
}
