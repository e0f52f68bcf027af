package tool

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a file holds: it ends with one of the three codes, what was not
// answered was said, and the answers can be read again.
func FuzzGrowth(f *testing.F) {
	for _, s := range []string{
		header + "1,F,30,4.1,x\n", "sex,age_months,lenhei_cm\nM,60,110\n", "{\"sex\":\"M\",\"age_days\":3}\n{\n",
		header + "1,F,30,4,\"a\nb\"\n1,F,\"\n", "\xef\xbb\xbfsex\nM\n", "\xff\xfes\x00\n\x00", "\xd0\xd5\xc3\xfb,sex\n\xc1\xaa\x81,M\n",
		"sex\tage_days\nM\t1e5\n", "sex,age_days\nM,-1\n,\n", "{\"sex\":null,\"weight_kg\":1e308,\"lenhei_cm\":1e-300,\"age_days\":1}\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		code, out, said := run(string(in), "growth", "-")
		checkEnd(t, code, out, said)
		if code == Stopped {
			return
		}
		if strings.HasPrefix(out, "{") {
			for l := range strings.Lines(out) {
				if !json.Valid([]byte(l)) {
					t.Fatalf("no JSON: %q", l)
				}
			}
			return
		}
		if rows, err := csv.NewReader(strings.NewReader(out)).ReadAll(); err != nil && utf8.ValidString(out) {
			t.Fatalf("%d rows, %v: %q", len(rows), err, out)
		}
	})
}

func FuzzForecast(f *testing.F) {
	_, lines := chinaExamples(f)
	for l := range strings.Lines(lines) {
		f.Add([]byte(l))
	}
	f.Add([]byte("dob,as_of,history\n2026-01-01,2026-02-01,\"[{\"\"date\"\":\"\"2026-01-01\"\",\"\"cvx\"\":8}]\"\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		code, out, said := run(string(in), "forecast", "-")
		checkEnd(t, code, out, said)
		for l := range strings.Lines(out) {
			if !json.Valid([]byte(l)) {
				t.Fatalf("no JSON: %q", l)
			}
		}
	})
}

func checkEnd(t *testing.T, code int, out, said string) {
	t.Helper()
	switch {
	case code == Done, code == BadRows && strings.Contains(said, "line "), code == Stopped && said != "" && out == "":
	default:
		t.Fatalf("code %d, %d bytes of answers, said %q", code, len(out), said)
	}
	if !utf8.ValidString(out) {
		t.Fatalf("the answers are not UTF-8: %q", out)
	}
}

func FuzzTriage(f *testing.F) {
	f.Add([]byte("case_id,policy,inputs_json\nx,,\"{\"\"age_days\"\":609,\"\"temp_c\"\":39.5,\"\"drinking\"\":\"\"poor\"\"}\"\n"))
	f.Add([]byte("{\"case_id\":1,\"inputs_json\":{\"age_days\":10,\"age_months\":0,\"cough\":true}}\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		code, out, said := run(string(in), "triage", "-")
		checkEnd(t, code, out, said)
	})
}
