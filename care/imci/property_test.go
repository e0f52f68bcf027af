package imci

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestKleene(t *testing.T) {
	for _, c := range []struct{ a, b, and, or Tri }{
		{No, No, No, No}, {No, Unknown, No, Unknown}, {No, Yes, No, Yes}, {Unknown, Unknown, Unknown, Unknown}, {Unknown, Yes, Unknown, Yes}, {Yes, Yes, Yes, Yes},
	} {
		if c.a.And(c.b) != c.and || c.b.And(c.a) != c.and || c.a.Or(c.b) != c.or || c.b.Or(c.a) != c.or {
			t.Errorf("%s and/or %s = %s, %s; want %s, %s", c.a, c.b, c.a.And(c.b), c.a.Or(c.b), c.and, c.or)
		}
	}
	if No.Not() != Yes || Yes.Not() != No || Unknown.Not() != Unknown {
		t.Error("not: unknown must stay unknown")
	}
	for _, c := range []struct {
		n, yes, unknown int
		want            Tri
	}{{2, 2, 0, Yes}, {2, 1, 1, Unknown}, {2, 1, 0, No}, {2, 0, 2, Unknown}, {2, 0, 1, No}, {2, 3, 1, Yes}} {
		if got := atLeast(c.n, c.yes, c.unknown); got != c.want {
			t.Errorf("atLeast(%d, %d, %d) = %s, want %s", c.n, c.yes, c.unknown, got, c.want)
		}
	}
}

// filled are the inputs whose absence counts as no, by the table's "?", and
// those that are filled in from others.
var filled = []string{"spo2_pct", "hb_g_l", "muac_mm", "whz", "temp2_c", "not_ill", "altitude_m", "rectal_c", "temp_c"}

// drawFindings gives answers to any questions of a child.
func drawFindings(t *rapid.T) Findings {
	days := rapid.IntRange(0, 2556).Draw(t, "days")
	f := Findings{"age_days": days, "age_months": days * 100 / 3044}
	for i := range book.Inputs {
		in := &book.Inputs[i]
		if in.Section == "context" && in.ID != "altitude_m" {
			continue
		}
		switch in.Kind {
		case "bool":
			f[in.ID] = rapid.Bool().Draw(t, in.ID)
		case "enum":
			f[in.ID] = rapid.SampledFrom(in.Values).Draw(t, in.ID).ID
		case "int":
			f[in.ID] = rapid.IntRange(int(in.Range[0]), int(in.Range[1])).Draw(t, in.ID)
		default:
			f[in.ID] = rapid.Float64Range(in.Range[0], in.Range[1]).Draw(t, in.ID)
		}
	}
	return f
}

// Taking answers away turns rules to unknown, never from yes to no or from no
// to yes: an unknown never becomes a no. (Apart from what is optional.)
func TestUnknownNeverTurnsIntoNo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		full := drawFindings(t)
		part := maps.Clone(full)
		for _, in := range book.Inputs {
			id := in.ID
			if _, ok := full[id]; !ok {
				continue
			}
			if !slices.Contains(filled, id) && rapid.IntRange(0, 3).Draw(t, "drop "+id) == 0 {
				if rapid.Bool().Draw(t, "nil "+id) {
					part[id] = nil
				} else {
					delete(part, id)
				}
			}
		}
		a, b := look(Defaults(), full), look(Defaults(), part)
		for i, r := range book.Rules {
			if x, y := a.rule(i), b.rule(i); y != Unknown && y != x {
				t.Fatalf("%s is %s with all answers and %s with some: %v", r.ID, x, y, part)
			}
			if b.rule(i) == Unknown && len(b.missingRule(i, nil)) == 0 {
				t.Fatalf("%s is unknown and waits for nothing", r.ID)
			}
		}
	})
}

// What is missing is what matters: answering everything that a result names as
// missing leaves no rule unknown, and answering anything else changes no rule.
func TestMissingIsEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		full := drawFindings(t)
		part := Findings{}
		for _, in := range book.Inputs {
			x, ok := full[in.ID]
			if ok && (in.ID == "age_days" || in.ID == "age_months" || rapid.Bool().Draw(t, "keep "+in.ID)) {
				part[in.ID] = x
			}
		}
		r := Classify(part)
		other, named := maps.Clone(part), maps.Clone(part)
		for id, x := range full {
			switch i := slices.IndexFunc(r.Missing, func(n Need) bool { return n.Input == id }); {
			case i >= 0:
				named[id] = x
			case !slices.Contains(filled, id):
				other[id] = x
			}
		}
		if got := names(Classify(other)); !slices.Equal(got, names(r)) {
			t.Fatalf("answers that were not missing turn %v into %v", names(r), got)
		}
		if c := look(Defaults(), named); len(c.unknownRules()) > 0 {
			t.Fatalf("with all that was missing answered, %s is still unknown", book.Rules[c.unknownRules()[0]].ID)
		}
	})
}

// The findings that are given as the reason are enough for the classification,
// together with the age.
func TestReasonsAreEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		full := drawFindings(t)
		for _, c := range Classify(full).Classes {
			f := Findings{"age_days": full["age_days"], "age_months": full["age_months"], "altitude_m": full["altitude_m"]}
			for _, x := range slices.Concat(c.Because, c.Without) {
				f[x.Input] = full[x.Input]
			}
			if !holds(Classify(f), c.ID) {
				t.Fatalf("%s does not hold by its reasons %v", c.ID, f)
			}
		}
	})
}

// Any answers at all give a result in both languages, and never a green
// reassurance while something red of the section is open.
func TestAnyAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Findings{}
		for _, in := range book.Inputs {
			if rapid.IntRange(0, 4).Draw(t, in.ID) == 0 {
				f[in.ID] = rapid.SampledFrom([]any{true, false, nil, 1, -1.5, 39.2, 60, "A", "none", "slow", "x", json.Number("3"), json.Number("x"), []int{1}}).Draw(t, "value")
			}
		}
		r := Classify(f)
		if r.Label.Zh == "" || r.Label.En == "" || r.Priority == "" || r.Confirm.Zh == "" {
			t.Fatalf("Classify(%v) = %+v", f, r)
		}
		for _, c := range r.Classes {
			open := slices.ContainsFunc(book.Rules, func(x rule) bool {
				return x.Section == c.Section && x.Severity == Red && slices.ContainsFunc(r.Open, func(d Doubt) bool { return d.ID == x.Class })
			})
			if c.Severity == Green && open && !c.Withheld {
				t.Fatalf("%s is told while %v is open", c.ID, r.Open)
			}
		}
		if _, err := json.Marshal(r); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnswersThatCannotBe(t *testing.T) {
	for id, x := range map[string]any{"temp_c": 45.0, "resp_rate": 20.5, "avpu": "X", "cough": "yes", "nothing": true, "age_days": 3000, "spo2_pct": "98"} {
		r := Classify(Findings{id: x})
		if len(r.Ignored) != 1 || r.Ignored[0].Input != id || r.Ignored[0].Reason.Zh == "" {
			t.Errorf("%s=%v: ignored %v, want it named", id, x, r.Ignored)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, r := range book.Rules {
		f.Add(r.When)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := book.parse(s, len(book.Rules))
		if err == nil {
			look(Defaults(), Findings{"age_days": 100}).holds(n)
		}
	})
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"", "cough &", "(cough", "cough)", "nothing", "avpu", "avpu=X", "temp_c", "temp_c>=x", "2 of [cough", "2 of cough", "@no", "#NO", "$single_convulsion", "cough cough", "!"} {
		if n, err := book.parse(s, len(book.Rules)); err == nil {
			t.Errorf("parse(%q) = %+v, want an error", s, n)
		}
	}
}

func BenchmarkClassify(b *testing.B) {
	f := with(healthy(400, 13), Findings{"cough": true, "resp_rate": 52})
	for b.Loop() {
		Classify(f)
	}
}

func BenchmarkNext(b *testing.B) {
	f := Findings{"age_days": 400, "age_months": 13}
	for b.Loop() {
		Next(f)
	}
}

func Example() {
	r := Classify(Findings{"age_days": 400, "age_months": 13, "cough": true, "resp_rate": 52, "chest_indrawing": false, "stridor_calm": false,
		"convulsing_now": false, "convulsions": false, "lethargic": false, "cannot_drink": false, "vomits_all": false, "wheeze": false})
	fmt.Println(r.Priority, r.Classes[0].ID)
	for _, f := range r.Classes[0].Because {
		fmt.Println(f.Name.En, "-", f.Says.En)
	}
	// Output:
	// P2 CH_PNEUMONIA
	// completed months of age - 13 months
	// breaths in a whole minute - 52 a minute
	// cough - yes
}

// A list in an answer is never null, which a page would stumble over.
func TestListsAreNeverNull(t *testing.T) {
	for _, f := range []Findings{nil, {"cough": true}, healthy(400, 13), {"x": 1}} {
		if r, err := json.Marshal([]any{Classify(f), Next(f)}); err != nil || bytes.Contains(r, []byte("null")) {
			t.Errorf("%v gives %s, %v", f, r, err)
		}
	}
}
