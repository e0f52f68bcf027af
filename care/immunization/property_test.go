package immunization

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tongjian/care"
)

var (
	programme = []string{"HepB", "BCG", "IPV", "bOPV", "tOPV", "DTaP", "DT", "MMR", "MR", "JE-L", "JE-I", "MPSV-A", "MPSV-AC",
		"HepA-L", "HepA-I", "HPV2", "Hib", "PCV13", "DTaP-IPV-Hib", "RV5", "LLR", "VarV", "IIV", "EV71", "MCV4", "IG"}
	someConditions = []string{"mother_hbsag_positive", "birth_weight_1800g", "preterm_33w", "hiv_exposed_unknown",
		"immunosuppressant", "tb_test_negative"}
)

// drawChild gives a child, mostly with the doses of a careless calendar.
func drawChild(t *rapid.T) (Child, []Dose, care.Day) {
	birth := care.MustDay("2008-06-01") + care.Day(rapid.IntRange(0, 6700).Draw(t, "birth"))
	today := birth + care.Day(rapid.IntRange(0, 6000).Draw(t, "age"))
	c := Child{Birth: birth, Sex: rapid.SampledFrom([]care.Sex{care.Male, care.Female}).Draw(t, "sex")}
	if rapid.IntRange(0, 4).Draw(t, "special") == 0 {
		c.Conditions = []Condition{{Code: rapid.SampledFrom(someConditions).Draw(t, "condition")}}
	}
	var doses []Dose
	for range rapid.IntRange(0, 14).Draw(t, "doses") {
		month := rapid.SampledFrom([]int{0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 18, 24, 25, 36, 48, 60, 72, 84, 96, 156, 170}).Draw(t, "month")
		day := birth.AddMonths(month, care.Clamp) + care.Day(rapid.IntRange(-5, 40).Draw(t, "late"))
		if day >= birth && day <= today {
			doses = append(doses, Dose{Day: day, Vaccine: rapid.SampledFrom(programme).Draw(t, "vaccine")})
		}
	}
	return c, doses, today
}

type limits struct {
	ID    string
	Doses []struct {
		Dose        int
		MinAge      string `json:"min_age"`
		MinInterval []struct {
			FromDose any `json:"from_dose"`
			Value    string
		} `json:"min_interval"`
	}
}

// No next dose comes before the least age and interval that the shared figures give.
func TestNeverBeforeMinimum(t *testing.T) {
	data, err := os.ReadFile(shared(t, "knowledge", "china-nip.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Series []limits }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	byID := map[string]limits{}
	for _, l := range file.Series {
		byID[l.ID] = l
	}
	s := China(Options{SelfPaid: true})
	rapid.Check(t, func(t *rapid.T) {
		c, doses, today := drawChild(t)
		r := Forecast(s, c, doses, today)
		for _, f := range r.Series {
			if f.HasNext() {
				checkMinimum(t, byID[f.Series], &c, &r, &f)
			}
		}
	})
}

func checkMinimum(t *rapid.T, l limits, c *Child, r *Result, f *SeriesForecast) {
	for _, d := range l.Doses {
		if d.Dose != f.NextDose {
			continue
		}
		if least := c.Birth.Add(span(d.MinAge).Span, care.Clamp); f.Earliest < least && f.Series != "pcv13" && f.Series != "hib" {
			t.Fatalf("%s dose %d from %s, least age reached on %s", f.Series, d.Dose, f.Earliest, least)
		}
		for _, g := range d.MinInterval {
			from, ok := g.FromDose.(float64)
			if day := givenOn(r, f.Series, int(from)); ok && day != 0 {
				if least := day.Add(span(g.Value).Span, care.Clamp); f.Earliest < least && f.Series != "pcv13" && f.Series != "hib" {
					t.Fatalf("%s dose %d from %s, interval ends on %s", f.Series, d.Dose, f.Earliest, least)
				}
			}
		}
	}
}

func givenOn(r *Result, series string, number int) care.Day {
	for _, j := range r.Doses {
		for _, x := range j.For {
			if x.Series == series && x.Number == number && x.Status == Valid {
				return j.Day
			}
		}
	}
	return 0
}

// What is forecast, given on its recommended day, counts as the dose that it was forecast as.
func TestForecastDoseIsValid(t *testing.T) {
	s := China(Options{SelfPaid: true})
	rapid.Check(t, func(t *rapid.T) {
		c, doses, today := drawChild(t)
		r := Forecast(s, c, doses, today)
		for _, f := range r.Series {
			if !f.HasNext() || f.Status != Open && f.Status != NeedsReview {
				continue
			}
			day := max(f.Recommended, today)
			if f.Latest != 0 && day > f.Latest {
				continue
			}
			// the days that rows look at may have moved on: ask again on that day
			on := Forecast(s, c, doses, day)
			i := slices.IndexFunc(on.Series, func(x SeriesForecast) bool { return x.Series == f.Series })
			g := on.Series[i]
			if g.Status != f.Status || max(g.Recommended, day) != day {
				continue
			}
			after := Forecast(s, c, append(slices.Clone(doses), Dose{Day: day, Vaccine: g.Vaccine}), day)
			last := after.Doses[len(doses)]
			k := slices.IndexFunc(last.For, func(x Counted) bool { return x.Series == g.Series })
			if k < 0 || last.For[k].Status != Valid || last.For[k].Number != g.NextDose {
				t.Fatalf("%s dose %d with %s on %s is judged %+v", g.Series, g.NextDose, g.Vaccine, day, last)
			}
		}
	})
}

// The plan's injected live vaccines stand 28 days apart or on one day, every
// planned dose counts, none comes before today or twice.
func TestPlanHolds(t *testing.T) {
	s := China(Options{SelfPaid: true})
	rapid.Check(t, func(t *rapid.T) {
		c, doses, today := drawChild(t)
		plan := Plan(s, c, doses, today)
		all := slices.Clone(doses)
		var last care.Day
		for _, p := range plan {
			if p.Day < today || p.Day < last {
				t.Fatalf("%s %d is planned for %s, today is %s, the one before %s", p.Series, p.Number, p.Day, today, last)
			}
			last = p.Day
			all = append(all, Dose{Day: p.Day, Vaccine: p.Vaccine})
		}
		if last == 0 {
			return
		}
		checkLive(t, s, all, len(doses))
		r := Forecast(s, c, all, last)
		for i, p := range plan {
			j := r.Doses[len(doses)+i]
			k := slices.IndexFunc(j.For, func(x Counted) bool { return x.Series == p.Series })
			if k < 0 || j.For[k].Status != Valid {
				t.Fatalf("planned %s %d with %s on %s is judged %+v", p.Series, p.Number, p.Vaccine, p.Day, j)
			}
		}
	})
}

func checkLive(t *rapid.T, s *Schedule, all []Dose, from int) {
	for i := from; i < len(all); i++ {
		for k := range all[:i] {
			a, _ := s.Product(all[i].Vaccine)
			b, _ := s.Product(all[k].Vaccine)
			apart := all[i].Day - all[k].Day
			if a.Live == "injected" && b.Live == "injected" && apart != 0 && apart < 28 && apart > -28 {
				t.Fatalf("%s on %s and %s on %s", a.Code, all[i].Day, b.Code, all[k].Day)
			}
		}
	}
}

// A dose against something else leaves a series as it was.
func TestUnrelatedDoseChangesNothing(t *testing.T) {
	s := China(Options{SelfPaid: true})
	groups := map[string][]string{"PCV13": {"Pneumococcal"}, "EV71": {"EV71"}, "IIV": {"Influenza"}, "RV5": {"Rotavirus"},
		"HPV2": {"HPV"}, "RSV-mAb": {"RSV"}, "HepB": {"HepB"}, "MPSV-AC": {"Men"}, "DTaP": {"DTaP", "Penta"}}
	rapid.Check(t, func(t *rapid.T) {
		c, doses, today := drawChild(t)
		code := rapid.SampledFrom([]string{"PCV13", "EV71", "IIV", "RV5", "HPV2", "RSV-mAb", "HepB", "MPSV-AC", "DTaP"}).Draw(t, "unrelated")
		day := c.Birth + care.Day(rapid.IntRange(0, int(today-c.Birth)).Draw(t, "on"))
		before := Forecast(s, c, doses, today)
		after := Forecast(s, c, append(slices.Clone(doses), Dose{Day: day, Vaccine: code}), today)
		for i, f := range before.Series {
			if !slices.Contains(groups[code], f.Group) && !reflect.DeepEqual(f, after.Series[i]) {
				t.Fatalf("%s on %s changed %s from %+v to %+v", code, day, f.Series, f, after.Series[i])
			}
		}
	})
}

// A clinic that vaccinates on some days only never cuts an interval short.
func TestPlanOnSessionsIsValidToo(t *testing.T) {
	s := China(Options{})
	rapid.Check(t, func(t *rapid.T) {
		birth := care.MustDay("2024-01-01").AddDays(rapid.IntRange(0, 700).Draw(t, "birth"))
		today := birth.AddDays(rapid.IntRange(0, 800).Draw(t, "age"))
		dates := []int{rapid.IntRange(1, 28).Draw(t, "first"), rapid.IntRange(1, 28).Draw(t, "second")}
		session := func(d care.Day) care.Day {
			for ; ; d++ {
				if _, _, date := d.Date(); date == dates[0] || date == dates[1] {
					return d
				}
			}
		}
		child := Child{Birth: birth, Sex: care.Female}
		var doses []Dose
		for _, p := range PlanOn(s, child, nil, today, session) {
			if p.Day != session(p.Day) {
				t.Fatalf("%s %d is planned on %s, which is no session day", p.Series, p.Number, p.Day)
			}
			doses = append(doses, Dose{Day: p.Day, Vaccine: p.Vaccine})
		}
		if len(doses) == 0 {
			return
		}
		for _, j := range Forecast(s, child, doses, doses[len(doses)-1].Day).Doses {
			if j.Status != Valid {
				t.Fatalf("planned %s on %s is %s (%v), born %s, today %s, sessions %v", j.Vaccine, j.Day, j.Status, j.Flags, birth, today, dates)
			}
		}
	})
}
