package growth

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"tongjian/care"
)

// WHO's classes, by the published bounds: just beside and exactly on each.
func TestWHOClasses(t *testing.T) {
	of := map[string][]Indicator{"zlen": {LengthForAge}, "zwei": {WeightForAge}, "zhfa": {LengthForAge},
		"zbfa": {BMIForAge}, "zwfl_or_zbmi": {WeightForLength, WeightForHeight, BMIForAge}}
	for _, r := range readCSV(t, "thresholds/who_growth_classes.csv") {
		std := map[string]Standard{"0-5": WHO2006, "5-19": WHO2007}[r["age_band"]]
		for _, ind := range of[r["indicator"]] {
			for z := -4.0; z < 4; z = round2(z + 0.01) {
				lo, hi := r.num("z_from"), r.num("z_to")
				in := (math.IsNaN(lo) || z > lo || z == lo && r["z_from_inclusive"] == "yes") &&
					(math.IsNaN(hi) || z < hi || z == hi && r["z_to_inclusive"] == "yes")
				if got := whoClass(std, ind, z).ID == r["class"]; got != in {
					t.Errorf("%s %s z %v is %s, the published class is %s: %v", std, ind, z, whoClass(std, ind, z).ID, r["class"], in)
				}
			}
		}
	}
	if c := whoClass(WHO2006, HeadForAge, -4); c != nil {
		t.Errorf("head has the class %v, WHO names none", c)
	}
}

// On its own printed line a child of WS/T 423 belongs to the band above it.
func TestChinaClasses(t *testing.T) {
	girl := Child{Sex: care.Female, Birth: born}
	on := born.AddMonths(18, care.Clamp)
	lines, exact, ok := chinaLines(care.Female, WeightForAge, "sd", 18)
	if !ok || !exact {
		t.Fatal("18 months is a printed row")
	}
	for i, want := range []struct{ class, level string }{
		{"underweight", "lower"}, {"normal", "lower_middle"}, {"normal", "middle"}, {"normal", "middle"},
		{"normal", "upper_middle"}, {"normal", "upper"}, {"normal", "upper"}} {
		r := besideOf(t, Assess(girl, Measurement{Day: on, WeightKg: lines[i]}, Settings{}), WeightForAge)
		if r.Class.ID != want.class || r.Level.ID != want.level || r.Z != nil || r.Rule.Status != care.Verified {
			t.Errorf("weight on line %d = %s, %s, z %v, %s; want %v", i-3, r.Class.ID, r.Level.ID, r.Z, r.Rule.Status, want)
		}
		below := besideOf(t, Assess(girl, Measurement{Day: on, WeightKg: lines[i] - 0.01}, Settings{}), WeightForAge)
		if i == 0 && below.Class.ID != "severely_underweight" || i == 1 && below.Class.ID != "underweight" {
			t.Errorf("weight below line %d = %s", i-3, below.Class.ID)
		}
	}
}

// Overweight begins on +1 SD in China, above +2 SD under WHO: each under its own name.
func TestOverweightNamesItsStandard(t *testing.T) {
	lines, _, _ := chinaLines(care.Male, WeightForLength, "sd", 75)
	c, m := boyOn(365, Measurement{WeightKg: lines[4], LengthCm: 75, Position: Lying})
	a := Assess(c, m, Settings{})
	if r := besideOf(t, a, WeightForLength); r.Class.ID != "overweight" || r.Standard != WST423 {
		t.Errorf("+1 SD by %s = %s, want overweight by WS/T 423", r.Standard, r.Class.ID)
	}
	if r, _ := a.Result(WeightForLength); r.Class.ID == "overweight" || r.Standard != WHO2006 {
		t.Errorf("the same by %s = %s, want no overweight by WHO 2006", r.Standard, r.Class.ID)
	}
	if f := Flags(c, []Measurement{m}, m.Day, Settings{}); len(f) != 0 {
		t.Errorf("Flags = %+v, want none", f)
	}
}

func besideOf(t *testing.T, a Assessment, ind Indicator) Result {
	t.Helper()
	for _, r := range a.Beside {
		if r.Indicator == ind && r.Standard == WST423 {
			return r
		}
	}
	t.Fatalf("no %s beside", ind)
	return Result{}
}

func TestChinaEnds(t *testing.T) {
	child := Child{Sex: care.Male, Birth: born}
	weigh := func(months, days int) []Result {
		day := born.AddMonths(months, care.Clamp).AddDays(days)
		return Assess(child, Measurement{Day: day, WeightKg: 20, HeadCm: 50}, Settings{}).Beside
	}
	if r := weigh(81, 0); len(r) != 1 || r[0].Class == nil || r[0].Note != nil {
		t.Errorf("81 months = %+v, want a class from the printed row, and no head", r)
	}
	if r := weigh(82, 0); len(r) != 1 || r[0].Reason != TooOld {
		t.Errorf("82 months = %+v, want too_old", r)
	}
	if r := weigh(84, 0); len(r) != 0 {
		t.Errorf("84 months = %+v, want nothing", r)
	}
	if r := weigh(28, 0); len(r) != 2 || r[0].Note == nil || r[0].Rule.Status != care.Ours {
		t.Errorf("28 months lies between printed rows: %+v, want a note and the status ours", r)
	}
	at, exact, _ := chinaLines(care.Male, LengthForAge, "sd", 23.5)
	if exact || at[3] <= 88.0 || at[3] >= 89.0 {
		t.Errorf("median at 23.5 months = %v, want between 88 and 89 (lengths, not toward the height at 24)", at[3])
	}
}

// The postnatal equations give every published line.
func TestPostnatalLines(t *testing.T) {
	for ind, name := range map[Indicator]string{WeightForAge: "weight_kg", LengthForAge: "length_cm", HeadForAge: "headc_cm"} {
		for _, r := range readCSV(t, "preterm/intergrowth_postnatal_"+name+".csv") {
			d := postnatalOf(care.Sex(r["sex"]), ind, r.num("x"))
			if math.Abs(d.mu-r.num("mu")) > 6e-8 || math.Abs(d.sigma-r.num("sigma")) > 6e-8 {
				t.Errorf("%s %s %s = %v, %v, want %s, %s", ind, r["sex"], r["x"], d.mu, d.sigma, r["mu"], r["sigma"])
			}
			for i, col := range sdColumns {
				if got := d.at(float64(i - 3)); math.Abs(got-r.num(col)) > 0.0006 {
					t.Errorf("%s %s %s %s = %v, want %s", ind, r["sex"], r["x"], col, got, r[col])
				}
			}
		}
	}
}

func TestSizeAtBirth(t *testing.T) {
	child := Child{Sex: care.Female, Birth: born, GestationDays: 273}
	p := newbornLines(care.Female, "weight_kg", "pct", 273)
	for _, c := range []struct {
		kg   float64
		want string
	}{{p[0] - 0.01, "sga_below_p3"}, {p[0], "sga"}, {p[2] - 0.01, "sga"}, {p[2], "aga"}, {p[4], "aga"}, {p[4] + 0.01, "lga"}, {p[6] + 0.01, "lga_above_p97"}} {
		a := Assess(child, Measurement{Day: born, WeightKg: c.kg}, Settings{})
		if a.Standard != WHO2006 || len(a.Beside) == 0 || a.Beside[0].Standard != IntergrowthNewborn || a.Beside[0].Class.ID != c.want {
			t.Errorf("%v kg at 39 weeks: %s, beside %+v, want %s", c.kg, a.Standard, a.Beside, c.want)
		}
	}
}

// The velocity tables give their own printed SD columns: but three weights
// that WHO printed up to 0.7 g off, and the foot of lengths and heads, where no value
// lies on -3 SD and WHO printed 0 or 0.1.
func TestVelocityGivesWHOsColumns(t *testing.T) {
	off, foot := 0, 0
	for _, r := range readCSV(t, "velocity/who2009_velocity.csv") {
		p, delta, _, why := velocityRow(r["measure"], care.Sex(r["sex"]), int(r.num("interval_months")), int(r.num("start_month")))
		if why != "" {
			t.Fatalf("%s %s %s: %s", r["measure"], r["sex"], r["label"], why)
		}
		half := map[string]float64{"weight": 0.55, "length": 0.0501, "headc": 0.0501}[r["measure"]]
		for i, col := range sdColumns {
			got := p.at(float64(i-3)) - delta
			switch d := math.Abs(got - r.num(col)); {
			case math.IsNaN(got) && r.num(col) <= 0.1:
				foot++
			case d > half && d < 0.75 && r["measure"] == "weight":
				off++
			case !(d <= half):
				t.Errorf("%s %s %s %s = %v, want %s", r["measure"], r["sex"], r["label"], col, got, r[col])
			}
			if back := p.z(got + delta); !math.IsNaN(got) && math.Abs(back-float64(i-3)) > 1e-9 {
				t.Errorf("%s %s %s: the z-score of %v is %v, want %d", r["measure"], r["sex"], r["label"], got, back, i-3)
			}
		}
	}
	if off != 3 || foot != 44 {
		t.Errorf("%d weights are off by more than rounding and %d cells lie at the foot, want 3 and 44", off, foot)
	}
}

func TestGains(t *testing.T) {
	child := Child{Sex: care.Male, Birth: born}
	at := func(day int, kg, cm float64) Measurement {
		return Measurement{Day: born.AddDays(day), WeightKg: kg, LengthCm: cm}
	}
	for _, c := range []struct {
		from, to Measurement
		months   int
		scaled   bool
		z        float64
		reason   Reason
	}{
		{at(0, 3.3, 0), at(28, 4.323, 0), 1, false, 0, ""},
		{at(28, 4.3, 0), at(61, 5.496, 0), 1, false, 0, ""},
		{at(61, 5.5, 0), at(122, 6.938, 0), 2, false, 0, ""},
		{at(61, 5.5, 0), at(122, 5.5, 0), 2, false, -4.92, ""},
		{at(61, 5.5, 0), at(120, 6.893, 0), 2, true, 0.01, ""},
		{at(61, 5.5, 0), at(75, 5.9, 0), 0, false, 0, NoInterval},
		{at(800, 12, 0), at(861, 12.3, 0), 2, false, 0, TooOld},
	} {
		g := Gains(child, c.from, c.to, Settings{})
		if len(g) != 1 || g[0].Reason != c.reason || (c.reason == "" && (g[0].Months != c.months || g[0].Scaled != c.scaled || math.Abs(*g[0].Z-c.z) > 0.011)) {
			z := math.NaN()
			if len(g) == 1 && g[0].Z != nil {
				z = *g[0].Z
			}
			t.Errorf("Gains(day %d to %d) = %+v z %v, want %d months, scaled %v, z %v, %q", c.from.Day-born, c.to.Day-born, g, z, c.months, c.scaled, c.z, c.reason)
		}
	}
	if g := Gains(child, at(61, 5.5, 58), at(61, 5.6, 58), Settings{}); len(g) != 0 {
		t.Errorf("Gains on one day = %v, want none", g)
	}
}

// Bounds of anaemia and of the arm are the published ones.
func TestBloodAndArmBounds(t *testing.T) {
	for file, edition := range map[string]Standard{"haemoglobin_who2024": Haemoglobin2024, "haemoglobin_who2011": Haemoglobin2011} {
		for _, r := range readCSV(t, "thresholds/"+file+".csv") {
			to := r.num("age_to_months_excl")
			if math.IsNaN(to) {
				to = 228
			}
			for months := int(r.num("age_from_months")); months < int(to); months++ {
				for _, sex := range sexes(r["sex"]) {
					severe, moderate, mild, ok := whoAnaemia(months, sex, edition)
					if !ok || severe != r.num("severe_below_g_l") || moderate != r.num("moderate_min_g_l")+moderateGap(r) || mild != r.num("no_anaemia_min_g_l") {
						t.Errorf("%s %d months %s = %v, %v, %v, want %v", edition, months, sex, severe, moderate, mild, r)
					}
				}
			}
		}
	}
	for _, r := range readCSV(t, "thresholds/muac_cutoffs.csv") {
		for mm := 60.0; mm < 200; mm += 0.5 {
			to := r.num("muac_to_mm_excl")
			in := mm >= r.num("muac_from_mm_incl") && (math.IsNaN(to) || mm < to)
			if got := muacOf(mm).ID == r["class"]; got != in {
				t.Errorf("%v mm is %s", mm, muacOf(mm).ID)
			}
		}
	}
}

// moderateGap turns the file's lower bound of moderate anaemia into its upper
// one, where mild begins.
func moderateGap(r row) float64 { return r.num("mild_min_g_l") - r.num("moderate_min_g_l") }

func sexes(s string) []care.Sex {
	if s == "any" {
		return []care.Sex{care.Male, care.Female, ""}
	}
	return []care.Sex{care.Sex(s)}
}

func TestAltitude(t *testing.T) {
	for _, r := range readCSV(t, "thresholds/haemoglobin_altitude_who2011.csv") {
		from := int(r.num("elevation_from_m"))
		if got := altitudeOff(from, Haemoglobin2011); got != r.num("subtract_g_l") {
			t.Errorf("2011 at %d m = %v, want %s", from, got, r["subtract_g_l"])
		}
	}
	// The 2024 curve runs through the printed steps: within 1 g/L at their middle.
	for _, r := range readCSV(t, "thresholds/haemoglobin_altitude_who2024.csv") {
		from, to := r.num("elevation_from_m"), r.num("elevation_to_m")
		if from < 500 {
			continue
		}
		if got := altitudeOff(int((from+to)/2), Haemoglobin2024); math.Abs(got-r.num("subtract_g_l")) > 1 {
			t.Errorf("2024 at %v-%v m = %v, printed %s", from, to, got, r["subtract_g_l"])
		}
	}
	if altitudeOff(0, Haemoglobin2024) != 0 || altitudeOff(-100, Haemoglobin2011) != 0 {
		t.Error("something is taken off at the sea")
	}
	c, m := boyOn(400, Measurement{HaemoglobinGL: 125})
	high, _ := Assess(c, m, Settings{AltitudeM: 4500}).Result(Haemoglobin)
	old, _ := Assess(c, m, Settings{AltitudeM: 4500, Haemoglobin2011: true}).Result(Haemoglobin)
	if high.Class.ID != "moderate_anaemia" || old.Class.ID != "moderate_anaemia" || old.Value != 80 {
		t.Errorf("125 g/L at 4500 m = %v %s (2024), %v %s (2011)", high.Value, high.Class.ID, old.Value, old.Class.ID)
	}
	if high.Note == nil || !strings.Contains(high.Note.En, strconv.Itoa(4500)) {
		t.Errorf("the note %v does not name the altitude", high.Note)
	}
}

func TestChartLines(t *testing.T) {
	for _, c := range []struct {
		ind    Indicator
		pieces int
	}{{WeightForAge, 1}, {LengthForAge, 2}, {BMIForAge, 2}, {HeadForAge, 1}, {WeightForLength, 1}, {MUACForAge, 0}} {
		if got := ChinaCurve(c.ind, care.Male); len(got) != c.pieces {
			t.Errorf("ChinaCurve(%s) has %d pieces, want %d", c.ind, len(got), c.pieces)
		}
	}
	got := PretermCurve(WeightForAge, care.Male)
	if len(got) != 1 || len(got[0].X) != 38 || math.Abs(got[0].SD[3][0]-0.672) > 0.0006 {
		t.Errorf("PretermCurve = %+v, want 38 weeks from a median of 0.672 kg", got)
	}
	if PretermCurve(BMIForAge, care.Male) != nil || PretermCurve(WeightForAge, "") != nil || ChinaCurve(WeightForAge, "") != nil {
		t.Error("lines where there are none")
	}
}

// Every rule is named once, with where it stands and how far it may be trusted.
func TestRulesNameTheirSources(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.ID == "" || r.Edition == "" || r.Source == "" || r.Status == "" || seen[r.ID+r.Edition] {
			t.Errorf("rule %+v is incomplete or named twice", r)
		}
		seen[r.ID+r.Edition] = true
	}
	if len(seen) < 45 {
		t.Errorf("%d rules, want all", len(seen))
	}
}
