package immunization

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"tongjian/care"
)

func dose(day, vaccine string) Dose { return Dose{Day: care.MustDay(day), Vaccine: vaccine} }

func forecastOf(r *Result, series string) *SeriesForecast {
	i := slices.IndexFunc(r.Series, func(f SeriesForecast) bool { return f.Series == series })
	return &r.Series[i]
}

func countedFor(j *Judged, series string) Counted {
	for _, x := range j.For {
		if x.Series == series {
			return x
		}
	}
	return Counted{}
}

// F28: a three-year-old without doses has at most one dose of a vaccine due,
// later ones wait, what is out of age is closed, and BCG is due below its limit.
func TestThreeYearsWithoutDoses(t *testing.T) {
	s := China(Options{SelfPaid: true})
	c := Child{Birth: care.MustDay("2023-01-10"), Sex: care.Female}
	r := Forecast(s, c, nil, care.MustDay("2026-01-20"))
	states := map[string][]CellState{}
	for _, row := range r.Table {
		due := 0
		for _, cell := range row.Cells {
			states[row.Series] = append(states[row.Series], cell.State)
			if cell.State == CellDue || cell.State == CellOverdue {
				due++
			}
		}
		if due > 1 {
			t.Errorf("%s has %d doses due at once", row.Series, due)
		}
	}
	for series, want := range map[string][]CellState{
		"hepb":  {CellOverdue, CellWaits, CellWaits},
		"polio": {CellDue, CellWaits, CellWaits, CellWaits},
		"dtap":  {CellDue, CellWaits, CellWaits, CellWaits, CellWaits},
		"men_a": {CellClosed, CellClosed},
		"bcg":   {CellOverdue},
	} {
		if !slices.Equal(states[series], want) {
			t.Errorf("boxes of %s = %v, want %v", series, states[series], want)
		}
	}
}

// F29: a corrected day moves what follows; nothing is kept from before.
func TestCorrectedDayMovesThePlan(t *testing.T) {
	s := China(Options{})
	c := Child{Birth: care.MustDay("2024-12-20"), Sex: care.Male}
	for given, want := range map[string]string{"2025-03-01": "2025-03-29", "2025-04-01": "2025-04-29"} {
		r := Forecast(s, c, []Dose{dose(given, "IPV")}, care.MustDay("2025-04-02"))
		if got := forecastOf(&r, "polio").Earliest.String(); got != want {
			t.Errorf("IPV on %s: second dose from %s, want %s", given, got, want)
		}
	}
}

// F30: a second dose dated before the first is kept and said to be so.
func TestSecondDoseBeforeFirst(t *testing.T) {
	s := China(Options{})
	c := Child{Birth: care.MustDay("2024-12-20"), Sex: care.Male}
	doses := []Dose{dose("2025-03-10", "IPV"), dose("2025-03-01", "IPV")}
	doses[0].Number, doses[1].Number = 1, 2
	r := Forecast(s, c, doses, care.MustDay("2025-04-02"))
	if !slices.Contains(r.Doses[1].Flags, "before_earlier_number") {
		t.Errorf("flags of the second dose = %v, want before_earlier_number", r.Doses[1].Flags)
	}
}

// F31: late is not too late. A child of four years without MMR gets it today,
// and the rest follows the least intervals.
func TestLateChildCanBeVaccinated(t *testing.T) {
	s := China(Options{})
	c := Child{Birth: care.MustDay("2021-11-01"), Sex: care.Male}
	today := care.MustDay("2025-11-20")
	r := Forecast(s, c, nil, today)
	if f := forecastOf(&r, "mmr"); f.Status != Open || f.Due != Overdue || f.NextDose != 1 {
		t.Errorf("mmr = %+v, want dose 1 overdue and open", f)
	}
	if !slices.ContainsFunc(r.DueToday, func(d DueDose) bool { return d.Vaccine == "MMR" }) {
		t.Errorf("today = %v, want MMR in it", r.DueToday)
	}
	days := planDays(Plan(s, c, nil, today))
	if got := strings.Join(days["mmr"], " "); got != "2025-11-20 2025-12-18" {
		t.Errorf("plan for mmr = %s, want today and 28 days later", got)
	}
	if got := strings.Join(days["polio"], " "); got != "2025-11-20 2025-12-18 2026-01-15 2026-02-12" {
		t.Errorf("plan for polio = %s, want steps of 28 days", got)
	}
}

func planDays(plan []PlannedDose) map[string][]string {
	days := map[string][]string{}
	for _, p := range plan {
		days[p.Series] = append(days[p.Series], p.Day.String())
	}
	return days
}

// F32: a second shot labelled dose 2 is kept; the judgement says which counts.
func TestTwoShotsLabelledTwo(t *testing.T) {
	s := China(Options{})
	c := Child{Birth: care.MustDay("2025-01-01"), Sex: care.Male}
	doses := []Dose{dose("2025-03-01", "IPV"), dose("2025-03-20", "IPV"), dose("2025-04-20", "IPV")}
	doses[0].Number, doses[1].Number, doses[2].Number = 1, 2, 2
	r := Forecast(s, c, doses, care.MustDay("2025-05-01"))
	if x := countedFor(&r.Doses[1], "polio"); x.Status != NotValid || x.Reasons[0].Code != "below_min_age" {
		t.Errorf("the early one is %+v, want not valid, below_min_age", x)
	}
	if x := countedFor(&r.Doses[2], "polio"); x.Status != Valid || x.Number != 2 {
		t.Errorf("the later one is %+v, want valid as dose 2", x)
	}
	if f := forecastOf(&r, "polio"); f.Status != Open || f.NextDose != 3 {
		t.Errorf("polio is %s dose %d, want open dose 3: the repeat settled it", f.Status, f.NextDose)
	}
}

// F33: too early by one day without tolerance, by five with four days of it;
// a doctor's decision is followed.
func TestTolerance(t *testing.T) {
	c := Child{Birth: care.MustDay("2025-01-10"), Sex: care.Male}
	for _, x := range []struct {
		grace  int
		day    string
		review string
		want   Evaluation
		status SeriesStatus
	}{
		{0, "2025-09-10", "", Valid, Open},
		{0, "2025-09-09", "", NotValid, NeedsReview},
		{4, "2025-09-06", "", Valid, Open},
		{4, "2025-09-05", "", NotValid, NeedsReview},
		{0, "2025-09-09", ReviewCounts, Valid, Open},
		{0, "2025-09-09", ReviewDoesNotCount, NotValid, Open},
	} {
		d := dose(x.day, "MMR")
		d.Review = x.review
		r := Forecast(China(Options{GraceDays: x.grace}), c, []Dose{d}, care.MustDay("2025-12-01"))
		f := forecastOf(&r, "mmr")
		if got := r.Doses[0].Status; got != x.want || f.Status != x.status {
			t.Errorf("MMR on %s, %d days of grace, review %q = %s, series %s; want %s, %s", x.day, x.grace, x.review, got, f.Status, x.want, x.status)
		}
		if x.want == NotValid && (f.NextDose != 1 || !f.HasNext()) {
			t.Errorf("MMR on %s: no repeat is planned", x.day)
		}
	}
	r := Forecast(China(Options{}), c, nil, care.MustDay("2025-12-01"))
	if got := forecastOf(&r, "mmr").Earliest.String(); got != "2025-09-10" {
		t.Errorf("earliest = %s, want 2025-09-10", got)
	}
}

// F07: a dose on the day of birth counts; without a day of birth it is kept and not judged.
func TestBirthDayDose(t *testing.T) {
	s := China(Options{})
	r := Forecast(s, Child{Birth: care.MustDay("2025-06-01")}, []Dose{dose("2025-06-01", "HepB")}, care.MustDay("2025-06-02"))
	if x := countedFor(&r.Doses[0], "hepb"); x.Status != Valid || x.Number != 1 {
		t.Errorf("birth dose = %+v, want valid as dose 1", x)
	}
	r = Forecast(s, Child{}, []Dose{dose("2025-05-01", "HepB")}, care.MustDay("2025-06-02"))
	if j := r.Doses[0]; j.Status != NotJudged || j.Reasons[0].ZH != "缺出生日期，无法评估" {
		t.Errorf("without a day of birth = %+v, want not judged", j)
	}
}

// The review: high-dose immunoglobulin holds measles vaccine back for a
// doctor, ordinary immunoglobulin for three months.
func TestHighDoseImmunoglobulin(t *testing.T) {
	s := China(Options{})
	c := Child{Birth: care.MustDay("2025-10-01"), Sex: care.Male}
	d := dose("2026-05-01", "IG")
	d.Purpose = HighDose
	r := Forecast(s, c, []Dose{d}, care.MustDay("2026-09-01"))
	f := forecastOf(&r, "mmr")
	if f.Status != Evaluate || !f.NeedsDoctor || !slices.ContainsFunc(f.Reasons, func(x Reason) bool { return x.Rule.ID == "R-IVIG" }) {
		t.Errorf("after high-dose immunoglobulin mmr = %+v, want a doctor by R-IVIG", f)
	}
	d.Purpose = ""
	r = Forecast(s, c, []Dose{d}, care.MustDay("2026-09-01"))
	if f := forecastOf(&r, "mmr"); f.Status != Open || f.Earliest.String() != "2026-08-01" {
		t.Errorf("after immunoglobulin mmr = %s from %s, want open from 2026-08-01", f.Status, f.Earliest)
	}
}

// The review: below 2000 g the birth dose is left out only when the mother
// carries hepatitis B or was not tested.
func TestLowWeightAlone(t *testing.T) {
	s := China(Options{})
	c := Child{Birth: care.MustDay("2026-03-15"), Sex: care.Male, BirthWeightG: 1800}
	given := []Dose{dose("2026-03-15", "HepB")}
	r := Forecast(s, c, given, care.MustDay("2026-04-20"))
	if f := forecastOf(&r, "hepb"); f.NextDose != 2 || f.Status != Open {
		t.Errorf("hepb = %s dose %d, want open dose 2", f.Status, f.NextDose)
	}
	c.Conditions = []Condition{{Code: "mother_hbsag_unknown"}}
	r = Forecast(s, c, given, care.MustDay("2026-04-20"))
	if f := forecastOf(&r, "hepb_lbw"); f.NextDose != 1 || f.Status != Open {
		t.Errorf("hepb_lbw = %s dose %d, want open dose 1", f.Status, f.NextDose)
	}
	c.BirthWeightG = 0
	r = Forecast(s, c, given, care.MustDay("2026-04-20"))
	if f := forecastOf(&r, "hepb"); !f.NeedsDoctor {
		t.Errorf("mother not tested, weight not known: %+v, want a doctor", f)
	}
}

// Two rules that collide are both named and nothing is guessed.
func TestCollisionsNameBothRules(t *testing.T) {
	s := China(Options{})
	for _, x := range []struct {
		birth, today, series string
		sex                  care.Sex
		doses                []Dose
		rules                []string
	}{
		{"2021-03-15", "2026-03-20", "polio", care.Male, []Dose{dose("2021-07-15", "bOPV"), dose("2021-08-15", "bOPV"), dose("2021-09-15", "bOPV")}, []string{"R-POLIO-COUNT", "R-POLIO-TYPE2"}},
		{"2011-11-20", "2026-12-20", "hpv2", care.Female, nil, []string{"R-HPV-TWO", "R-HPV-15"}},
		{"2024-01-10", "2026-03-20", "je_l", care.Male, []Dose{dose("2024-09-10", "JE-L"), dose("2025-03-10", "JE-I")}, []string{"R-FAMILY", "R-JE-SWITCH"}},
		{"2026-01-10", "2026-09-15", "je_i", care.Male, []Dose{dose("2026-09-10", "JE-I"), dose("2026-09-12", "IG")}, []string{"R-IG", "R-IG-JEI"}},
	} {
		r := Forecast(s, Child{Birth: care.MustDay(x.birth), Sex: x.sex}, x.doses, care.MustDay(x.today))
		f := forecastOf(&r, x.series)
		if !f.NeedsDoctor {
			t.Errorf("%s: no doctor is asked: %+v", x.series, f)
		}
		for _, rule := range x.rules {
			if !slices.ContainsFunc(f.Reasons, func(q Reason) bool { return q.Rule.ID == rule }) {
				t.Errorf("%s: %s is not named in %v", x.series, rule, f.Reasons)
			}
		}
	}
}

// What a parent gets never gives away HIV, weak immunity or the mother's hepatitis B.
func TestForParentKeepsSecrets(t *testing.T) {
	s := China(Options{SelfPaid: true})
	c := Child{Birth: care.MustDay("2026-03-15"), Sex: care.Male, BirthWeightG: 1800}
	for _, code := range []string{"hiv_exposed_unknown", "hiv_infected_severe", "immunosuppressant", "mother_hbsag_positive"} {
		c.Conditions = []Condition{{Code: code}, {Code: "not_a_known_code"}}
		r := Forecast(s, c, []Dose{dose("2026-03-15", "HepB"), dose("2026-11-16", "MMR")}, care.MustDay("2026-11-20")).ForParent()
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"HIV", "hiv", "免疫缺陷", "免疫抑制", "IMMUNE", "immunity", "抗原", "2000 g", "HBSAG", "carries", "LBW", "低体重", "prohibited", "not_a_known"} {
			if strings.Contains(string(text), word) {
				t.Errorf("%s: a parent reads %q in %s", code, word, excerpt(string(text), word))
			}
		}
	}
}

func excerpt(text, word string) string {
	at := strings.Index(text, word)
	return text[max(0, at-120):min(len(text), at+120)]
}

// The edition of the dose's own day judges it, a combined vaccine its label.
func TestEditionAndLabel(t *testing.T) {
	s := China(Options{})
	for _, x := range []struct {
		birth, vaccine string
		months         []int
		want           Evaluation
	}{
		{"2024-06-10", "DTaP", []int{3, 4, 5}, Valid},         // under the edition of 2021
		{"2025-06-10", "DTaP", []int{3, 4, 5}, NotValid},      // dose 3 from 6 months since 2025
		{"2025-06-10", "DTaP-IPV-Hib", []int{2, 3, 4}, Valid}, // by its label
	} {
		birth := care.MustDay(x.birth)
		var doses []Dose
		for _, m := range x.months {
			doses = append(doses, Dose{Day: birth.AddMonths(m, care.Clamp), Vaccine: x.vaccine})
		}
		r := Forecast(s, Child{Birth: birth}, doses, birth.AddMonths(12, care.Clamp))
		if got := countedFor(&r.Doses[2], "dtap").Status; got != x.want {
			t.Errorf("third %s at %d months, born %s = %s, want %s", x.vaccine, x.months[2], x.birth, got, x.want)
		}
	}
}

// Every product has a name in both languages and the diseases in plain words;
// every series of the shared data is there.
func TestSeriesAndProducts(t *testing.T) {
	s := China(Options{})
	vaccines := 0
	for _, p := range s.Products() {
		if p.Name.ZH == "" || p.Name.EN == "" {
			t.Errorf("%s has no name", p.Code)
		}
		if p.Code == "IG" || p.Code == "IVIG" || p.Code == "Blood" {
			continue
		}
		vaccines++
		if p.Against.ZH == "" || p.Against.EN == "" || p.Route == "" {
			t.Errorf("%s lacks its route or what it protects from", p.Code)
		}
	}
	if vaccines != 33 {
		t.Errorf("%d products, want 33", vaccines)
	}
	if r := Forecast(s, Child{Birth: care.MustDay("2026-01-01")}, nil, care.MustDay("2026-01-01")); len(r.Series) != 27 {
		t.Errorf("%d series, want 27", len(r.Series))
	}
	if p, ok := s.ProductByCVX("8"); !ok || p.Code != "HepB" {
		t.Errorf("CVX 8 = %v, want HepB", p.Code)
	}
	if _, ok := s.ProductByCVX("122"); ok {
		t.Error("CVX 122 names two products and must name none")
	}
}

// A series that the child does not follow says nothing about its doses.
func TestOnlyTheChildsSeriesSpeak(t *testing.T) {
	s := China(Options{})
	c, doses := fullChild()
	r := Forecast(s, c, doses, care.MustDay("2026-11-25"))
	for _, j := range r.Doses {
		for _, x := range j.For {
			if x.Series == "hepb_lbw" || x.Series == "polio_ipv" || x.Series == "dtap_2021" || x.Series == "hepa_i" {
				t.Errorf("%s on %s is judged for %s", j.Vaccine, j.Day, x.Series)
			}
		}
	}
	for _, f := range r.Series {
		if f.NeedsDoctor || len(f.Flags) > 0 {
			t.Errorf("%s of a child with every dose on its day: doctor %v, flags %v", f.Series, f.NeedsDoctor, f.Flags)
		}
	}
	if got := r.ChangesOn.String(); got != "2027-10-10" {
		t.Errorf("the answer changes on %s, want 2027-10-10, when polio's fourth dose is overdue", got)
	}
}

// The plan does not step over the seventh birthday, when DT opens.
func TestPlanReachesDT(t *testing.T) {
	s := China(Options{})
	c := Child{Birth: care.MustDay("2020-02-01"), Sex: care.Female}
	given := []Dose{dose("2020-05-01", "DTaP"), dose("2020-06-01", "DTaP"), dose("2026-10-01", "DTaP")}
	if got := strings.Join(planDays(Plan(s, c, given, care.MustDay("2026-11-20")))["dt_catchup"], " "); got != "2027-04-01" {
		t.Errorf("DT is planned for %q, want 2027-04-01: six months after the third DTaP", got)
	}
}
