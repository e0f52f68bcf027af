package growth

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tongjian/care"
)

// sharedDir gives the folder of the published cases: SHARED, or shared beside the repository.
func sharedDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("SHARED")
	if dir == "" {
		dir = "../../../shared"
	}
	if _, err := os.Stat(filepath.Join(dir, "data/growth")); err != nil {
		t.Fatalf("the published cases are needed (set SHARED): %v", err)
	}
	return dir
}

// row is one line of a CSV file by column name.
type row map[string]string

func (r row) num(col string) float64 {
	if r[col] == "" {
		return math.NaN()
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(r[col]), 64)
	if err != nil {
		panic(err)
	}
	return f
}

func readCSV(t testing.TB, name string) []row {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedDir(t), "data/growth", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for _, line := range all[1:] {
		r := row{}
		for i, col := range all[0] {
			r[col] = line[i]
		}
		rows = append(rows, r)
	}
	return rows
}

// body reads the input columns of a vector file.
func (r row) body() Body {
	b := NoBody()
	b.Sex = care.Sex(r["sex"])
	b.AgeDays, b.AgeMonths = r.num("age_days"), r.num("age_months")
	b.WeightKg, b.LengthCm = r.num("weight_kg"), r.num("lenhei_cm")
	b.HeadCm, b.MUACCm = r.num("headc_cm"), r.num("muac_cm")
	b.TricepsMm, b.SubscapularMm = r.num("triskin_mm"), r.num("subskin_mm")
	b.Position = map[string]string{"l": Lying, "h": Standing}[strings.ToLower(r["measured"])]
	b.Oedema = r["oedema"] == "y" || r["oedema"] == "Y" || r["oedema"] == "1"
	return b
}

// scored names the columns of a score: z-score, flag, and the indicator.
type scored struct {
	z, flag string
	ind     Indicator
	of      func(*Scores) Z
}

var young = []scored{
	{"zlen", "flen", LengthForAge, func(s *Scores) Z { return s.Length }},
	{"zwei", "fwei", WeightForAge, func(s *Scores) Z { return s.Weight }},
	{"zwfl", "fwfl", WeightForLength, func(s *Scores) Z { return s.WeightForLength }},
	{"zbmi", "fbmi", BMIForAge, func(s *Scores) Z { return s.BMIForAge }},
	{"zhc", "fhc", HeadForAge, func(s *Scores) Z { return s.Head }},
	{"zac", "fac", MUACForAge, func(s *Scores) Z { return s.MUAC }},
	{"zts", "fts", TricepsForAge, func(s *Scores) Z { return s.Triceps }},
	{"zss", "fss", SubscapularForAge, func(s *Scores) Z { return s.Subscapular }},
}

var older = []scored{
	{"zhfa", "fhfa", LengthForAge, func(s *Scores) Z { return s.Length }},
	{"zwfa", "fwfa", WeightForAge, func(s *Scores) Z { return s.Weight }},
	{"zbfa", "fbfa", BMIForAge, func(s *Scores) Z { return s.BMIForAge }},
}

func twoDecimals(z Z) string {
	if !z.OK() {
		return ""
	}
	return strconv.FormatFloat(z.Round2(), 'f', 2, 64)
}

func flagCell(z Z, ind Indicator) string {
	switch {
	case !z.OK():
		return ""
	case z.Implausible(ind):
		return "1"
	}
	return "0"
}

// near tells whether two figures agree to 1e-9, relative from 1 on; two missing ones agree.
func near(got, want float64) bool {
	if math.IsNaN(got) || math.IsNaN(want) {
		return math.IsNaN(got) && math.IsNaN(want)
	}
	return math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want))
}

func checkVectors(t *testing.T, name string, cols []scored, score func(Body) Scores, more func(*testing.T, row, *Scores)) {
	t.Helper()
	rows, exact := readCSV(t, name+".csv"), readCSV(t, name+"_unrounded.csv")
	cells := 0
	for i, r := range rows {
		s := score(r.body())
		if exact[i]["id"] != r["id"] {
			t.Fatalf("row %d: ids %s and %s", i, r["id"], exact[i]["id"])
		}
		for _, c := range cols {
			z := c.of(&s)
			if got := twoDecimals(z); got != r[c.z] {
				t.Errorf("%s %s = %q, want %q", r["id"], c.z, got, r[c.z])
			}
			if got := flagCell(z, c.ind); got != r[c.flag] {
				t.Errorf("%s %s = %q, want %q", r["id"], c.flag, got, r[c.flag])
			}
			if want := exact[i].num(c.z); !near(float64(z), want) {
				t.Errorf("%s unrounded %s = %v, want %v", r["id"], c.z, z, want)
			}
			cells += 3
		}
		more(t, r, &s)
	}
	t.Logf("%s: %d rows, %d cells", name, len(rows), cells)
}

func TestScoreGivesWHOsCases(t *testing.T) {
	checkVectors(t, "vectors_0_5", young, Score, func(t *testing.T, r row, s *Scores) {
		if !near(s.LengthCm, r.num("clenhei")) {
			t.Errorf("%s clenhei = %v, want %s", r["id"], s.LengthCm, r["clenhei"])
		}
		if !near(s.BMI, r.num("cbmi")) {
			t.Errorf("%s cbmi = %v, want %q", r["id"], s.BMI, r["cbmi"])
		}
		if got := map[string]string{Lying: "l", Standing: "h"}[s.Position]; got != r["cmeasure"] {
			t.Errorf("%s cmeasure = %q, want %q", r["id"], got, r["cmeasure"])
		}
		if got := map[bool]string{true: "1", false: "0"}[s.Dropped]; got != r["c9mo_flag"] {
			t.Errorf("%s c9mo_flag = %q, want %q", r["id"], got, r["c9mo_flag"])
		}
	})
}

func TestScoreOlderGivesWHOsCases(t *testing.T) {
	checkVectors(t, "vectors_5_19", older, ScoreOlder, func(t *testing.T, r row, s *Scores) {
		if !near(s.BMI, r.num("cbmi")) {
			t.Errorf("%s cbmi = %v, want %q", r["id"], s.BMI, r["cbmi"])
		}
	})
}

// WHO's own survey samples carry the z-scores that WHO's macros shipped, two
// decimals each. They go a month further than the R packages: those cells are
// the only ones that may be missing here.
func TestScoresGiveWHOsSurveys(t *testing.T) {
	for _, c := range []struct {
		file   string
		cols   []scored
		score  func(Body) Scores
		beyond func(r row, col string) bool
	}{
		{"who_survey_0_5.csv", young, Score, func(r row, _ string) bool { return r.num("age_months") >= 60 }},
		{"who_survey_5_19.csv", older, ScoreOlder, func(r row, col string) bool {
			m := r.num("age_months")
			return m > 228 || col == "zwfa" && m > 120
		}},
	} {
		beyond := 0
		for _, r := range readCSV(t, c.file) {
			s := c.score(r.body())
			for _, col := range c.cols {
				z, want := col.of(&s), r.num(col.z)
				if !z.OK() && !math.IsNaN(want) && c.beyond(r, col.z) {
					beyond++
					continue
				}
				if got := z.Round2(); !near(got, want) {
					t.Errorf("%s %s %s = %v, want %v", c.file, r["id"], col.z, got, want)
				}
				if got := flagCell(z, col.ind); got != r[col.flag] {
					t.Errorf("%s %s %s = %q, want %q", c.file, r["id"], col.flag, got, r[col.flag])
				}
			}
		}
		t.Logf("%s: %d cells lie in the macros' extra month", c.file, beyond)
	}
}

func TestPercentile(t *testing.T) {
	for _, r := range readCSV(t, "percentile_from_z.csv") {
		got, want := Percentile(r.num("z")), r.num("percentile")
		if math.Abs(got-want) > 1e-12*want {
			t.Errorf("Percentile(%s) = %v, want %v", r["z"], got, want)
		}
	}
}

// Every figure built in is, to the bit, the one that a parser reads from the published table.
func TestFiguresAreThePublishedOnes(t *testing.T) {
	read := 0
	for _, pattern := range []string{"lms/who200?_?*fa.csv", "lms/who2006_wf[lh].csv", "china/*.csv", "preterm/intergrowth_newborn_*.csv"} {
		files, err := filepath.Glob(filepath.Join(sharedDir(t), "data/growth", pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no file like %s (%v)", pattern, err)
		}
		for _, file := range files {
			read += checkFigures(t, file)
		}
	}
	for _, r := range readCSV(t, "velocity/who2009_velocity.csv") {
		p := pieces()["velocity_"+r["measure"]+"_"+r["interval_months"]+"/"+r["sex"]]
		i := int(r.num("start_month") - p[0][0])
		for c, col := range []string{"start_month", "l", "m", "s", "delta"} {
			if got := p[c][i]; got != r.num(col) {
				t.Errorf("velocity %s %s %s %s = %v, want %s", r["measure"], r["sex"], r["label"], col, got, r[col])
			}
			read++
		}
	}
	built := 0
	for _, p := range pieces() {
		built += len(p) * len(p[0])
	}
	if built != read {
		t.Errorf("%d figures are built in, %d were compared", built, read)
	}
}

// checkFigures compares one file and gives how many figures it has.
func checkFigures(t *testing.T, file string) int {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	name, seen, read := strings.TrimSuffix(filepath.Base(file), ".csv"), map[string]int{}, 0
	for _, line := range all[1:] {
		p := figures(name, care.Sex(line[0]))
		for c, cell := range line[1:] {
			want, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
			if got := p[c][seen[line[0]]]; err != nil || math.Float64bits(got) != math.Float64bits(want) {
				t.Errorf("%s %s row %d column %d = %v, want %s (%v)", name, line[0], seen[line[0]], c, got, cell, err)
			}
			read++
		}
		seen[line[0]]++
	}
	return read
}

func TestUnpackRefusesDamage(t *testing.T) {
	for _, b := range [][]byte{nil, {1, 2, 3}, packed[:len(packed)/2]} {
		if _, err := unpack(b); err == nil {
			t.Errorf("unpack of %d damaged bytes gave no error", len(b))
		}
	}
}
