package tool

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var vectorFiles = []struct {
	name   string
	inputs int
}{{"vectors_0_5", 13}, {"vectors_5_19", 7}}

// inputsOf gives the first columns of every row.
func inputsOf(rows [][]string, columns int) (out [][]string) {
	for _, r := range rows {
		out = append(out, r[:columns])
	}
	return out
}

// exact are the columns that come unrounded; the files print 12 or more places.
var exact = []string{"clenhei", "cbmi"}

func sameFigure(got, want string) bool {
	if got == "" || want == "" {
		return got == want
	}
	g, err1 := strconv.ParseFloat(got, 64)
	w, err2 := strconv.ParseFloat(want, 64)
	return err1 == nil && err2 == nil && math.Abs(g-w) <= 1e-9*math.Max(1, math.Abs(w)) && got == strconv.FormatFloat(g, 'f', -1, 64)
}

// The input columns of WHO's cases give back their cells: every row, every column.
func TestGrowthGivesTheVectors(t *testing.T) {
	for _, v := range vectorFiles {
		want := openCSV(t, "data/growth/"+v.name+".csv")
		code, out, said := run(csvOf(inputsOf(want, v.inputs)), "growth", "-")
		expect(t, v.name+" exit code", code, Done)
		expect(t, v.name+" standard error", said, "")
		got := readCSV(t, strings.NewReader(out))
		if len(got) != len(want) || !slices.Equal(got[0], want[0]) {
			t.Fatalf("%s: %d rows under %v, want %d under %v", v.name, len(got), got[0], len(want), want[0])
		}
		cells := 0
		for i := range want[1:] {
			for c, name := range want[0] {
				g, w := got[i+1][c], want[i+1][c]
				if ok := g == w || slices.Contains(exact, name) && sameFigure(g, w); !ok {
					t.Errorf("%s %s %s = %q, want %q", v.name, want[i+1][0], name, g, w)
				}
				cells++
			}
		}
		t.Logf("%s: %d rows, %d cells", v.name, len(want)-1, cells)
	}
}

func TestGrowthDigitsGivesTheUnrounded(t *testing.T) {
	for _, v := range vectorFiles {
		rows, want := openCSV(t, "data/growth/"+v.name+".csv"), openCSV(t, "data/growth/"+v.name+"_unrounded.csv")
		_, out, _ := run(csvOf(inputsOf(rows, v.inputs)), "growth", "-", "--digits", "15")
		got := readCSV(t, strings.NewReader(out))
		for i := range want[1:] {
			for c, name := range want[0] {
				g, w := got[i+1][slices.Index(got[0], name)], want[i+1][c]
				if c > 0 && w != "" {
					a, _ := strconv.ParseFloat(g, 64)
					b, _ := strconv.ParseFloat(w, 64)
					if g == "" || !(math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b))) {
						t.Errorf("%s %s %s = %q, want %s", v.name, want[i+1][0], name, g, w)
					}
				} else if g != w {
					t.Errorf("%s %s %s = %q, want %q", v.name, want[i+1][0], name, g, w)
				}
			}
		}
	}
}

// The same cases as JSON objects give the same cells, null where there is none.
func TestGrowthOfJSONLines(t *testing.T) {
	for _, v := range vectorFiles {
		want := openCSV(t, "data/growth/"+v.name+".csv")
		var in strings.Builder
		for _, r := range want[1:2000] {
			members := []string{}
			for c, name := range want[0][:v.inputs] {
				members = append(members, fmt.Sprintf("%q:%q", name, r[c]))
			}
			fmt.Fprintf(&in, "{%s}\n", strings.Join(members, ","))
		}
		code, out, said := run(in.String(), "growth", "-")
		expect(t, v.name+" exit code", code, Done)
		expect(t, v.name+" standard error", said, "")
		lines := strings.Split(strings.TrimSpace(out), "\n")
		expect(t, v.name+" rows", len(lines), 1999)
		for i, l := range lines {
			var got map[string]any
			if err := json.Unmarshal([]byte(l), &got); err != nil {
				t.Fatalf("%s: %v", l, err)
			}
			for c, name := range want[0] {
				w := want[i+1][c]
				if g := cellOf(got[name]); g != w && !sameFigure(g, w) && !(w != "" && sameNumber(g, w)) {
					t.Errorf("%s %s = %q, want %q", want[i+1][0], name, g, w)
				}
			}
		}
	}
}

func cellOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

func sameNumber(a, b string) bool {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err1 == nil && err2 == nil && x == y
}

func TestGrowthFindsTheForm(t *testing.T) {
	for _, c := range []struct{ header, standard, want string }{
		{"sex,age_days,weight_kg", "", "zwei"},
		{"sex,age_months,weight_kg", "", "zwfa"},
		{"sex,age_months,weight_kg,measured", "", "zwei"},
		{"sex,age_months,headc_cm", "", "zwei"},
		{"sex,weight_kg,lenhei_cm", "", "zwei"},
		{"sex,age_months,weight_kg", "0-5", "zwei"},
		{"sex,age_days,weight_kg", "5-19", "zwfa"},
		{" Sex ,AGE_MONTHS,weight_kg", "", "zwfa"},
	} {
		args := []string{"growth", "-"}
		if c.standard != "" {
			args = append(args, "--standard", c.standard)
		}
		_, out, said := run(c.header+"\n", args...)
		if !strings.Contains(out, c.want) || !strings.HasPrefix(out, c.header) {
			t.Errorf("growth of the header %s, --standard %q = %q (%s), want %s in it", c.header, c.standard, out, said, c.want)
		}
	}
}

func TestGrowthPassesColumnsThrough(t *testing.T) {
	code, out, said := run("村,sex,cbmi,age_days,note\n杨村,M,1,30,\"a, \"\"b\"\"\nc\"\n", "growth", "-")
	expect(t, "exit code", code, Done)
	rows := readCSV(t, strings.NewReader(out))
	expect(t, "header", strings.Join(rows[0][:6], "|"), "村|sex|age_days|note|clenhei|cmeasure")
	expect(t, "row", strings.Join(rows[1][:4], "|"), "杨村|M|30|a, \"b\"\nc")
	if !strings.Contains(said, "cbmi") {
		t.Errorf("standard error = %q, want a word about cbmi, which is worked out again", said)
	}
}

// What was measured wrongly gives a row, as in WHO's cases; what cannot be read does not.
func TestGrowthCells(t *testing.T) {
	for _, c := range []struct {
		cells string
		bad   string // "" when it is read
	}{
		{"M,30,4.1,53", ""}, {",,,", ""}, {"M,-1,0,-1", ""}, {"2,30,4.1,53", ""}, {"女,30, 4.1 ,53", ""}, {"NA,NA,NA,NA", ""},
		{"X,30,4.1,53", "1 (sex)"}, {"M,30 d,4.1,53", "2 (age_days)"}, {"M,30,\"4,1\",53", "3 (weight_kg)"},
		{"M,30,4.1,NaN", "4 (lenhei_cm)"}, {"M,30,4.1,Inf", "4 (lenhei_cm)"}, {"M,30,0x10,53", "3 (weight_kg)"},
		{"M,30,1e999,53", "3 (weight_kg)"}, {"M,30,４,53", "3 (weight_kg)"}, {"M,30,1_0,53", "3 (weight_kg)"},
	} {
		code, out, said := run("sex,age_days,weight_kg,lenhei_cm\n"+c.cells+"\nF,10,3,50\n", "growth", "-")
		if c.bad == "" {
			if code != Done || strings.Count(out, "\n") != 3 {
				t.Errorf("growth of %s = %d, %q, %s; want a row", c.cells, code, out, said)
			}
		} else if code != BadRows || strings.Count(out, "\n") != 2 || !strings.Contains(said, "line 2, column "+c.bad+":") {
			t.Errorf("growth of %s = %d, %q, %q; want line 2, column %s", c.cells, code, out, said, c.bad)
		}
	}
}
