package immunization

import (
	"testing"

	"tongjian/care"
)

// China's schedule, the children of the worked examples in turn: 20,000 a
// second on one core are 50 microseconds each.
func BenchmarkForecast(b *testing.B) {
	s := China(Options{})
	cases := readExamples(b)
	children, histories, days := make([]Child, len(cases)), make([][]Dose, len(cases)), make([]care.Day, len(cases))
	for i := range cases {
		children[i], histories[i] = cases[i].child()
		days[i] = care.MustDay(cases[i].AsOf)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		k := i % len(cases)
		Forecast(s, children[k], histories[k], days[k])
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "children/s")
}

// A child of four with a full history, as the lists of a county have it.
func BenchmarkForecastFullHistory(b *testing.B) {
	s := China(Options{})
	c, doses := fullChild()
	b.ReportAllocs()
	for b.Loop() {
		Forecast(s, c, doses, care.MustDay("2026-11-25"))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "children/s")
}

func BenchmarkPlanNewborn(b *testing.B) {
	s := China(Options{})
	birth := care.MustDay("2026-11-20")
	b.ReportAllocs()
	for b.Loop() {
		Plan(s, Child{Birth: birth, Sex: care.Female}, nil, birth)
	}
}

func fullChild() (Child, []Dose) {
	birth := care.MustDay("2022-10-10")
	var doses []Dose
	for _, x := range []struct {
		months int
		codes  []string
	}{{0, []string{"HepB", "BCG"}}, {1, []string{"HepB"}}, {2, []string{"IPV"}}, {3, []string{"IPV", "DTaP"}},
		{4, []string{"bOPV", "DTaP"}}, {5, []string{"DTaP"}}, {6, []string{"HepB", "MPSV-A"}}, {8, []string{"MMR", "JE-L"}},
		{9, []string{"MPSV-A"}}, {18, []string{"DTaP", "MMR", "HepA-L"}}, {24, []string{"JE-L"}}, {36, []string{"MPSV-AC"}}} {
		for _, code := range x.codes {
			doses = append(doses, Dose{Day: birth.AddMonths(x.months, care.Clamp), Vaccine: code})
		}
	}
	return Child{Birth: birth, Sex: care.Female}, doses
}
