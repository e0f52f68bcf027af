package immunization

import (
	"testing"
	"testing/fstest"

	"tongjian/care"
)

// Whatever a schedule writes for a span, reading it gives a span or an error.
func FuzzParseGap(f *testing.F) {
	for _, s := range []string{"", "n/a", "8m", "13y6m", "12w+6d", "19 years - 4 days", "24h", "-", "4", "d", "9999999999y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, err := parseGap(s)
		if err != nil && g != (gap{}) {
			t.Errorf("parseGap(%q) = %v with error %v", s, g, err)
		}
	})
}

// Nothing in a supporting data file brings the reader down.
func FuzzCDSi(f *testing.F) {
	f.Add([]byte(`<antigenSupportingData><series><seriesName>x</seriesName><targetDisease>Measles</targetDisease><vaccineGroup>MMR</vaccineGroup>` +
		`<seriesDose><age><minAge>12 months</minAge></age><interval><fromPrevious>Y</fromPrevious><minInt>4 weeks</minInt></interval>` +
		`<preferableVaccine><cvx>03</cvx></preferableVaccine></seriesDose></series></antigenSupportingData>`))
	schedule := []byte(`<scheduleSupportingData><vaccineGroupToAntigenMap><vaccineGroupMap><name>MMR</name><antigen>Measles</antigen></vaccineGroupMap></vaccineGroupToAntigenMap>` +
		`<cvxToAntigenMap><cvxMap><cvx>03</cvx><association><antigen>Measles</antigen></association></cvxMap></cvxToAntigenMap></scheduleSupportingData>`)
	f.Fuzz(func(t *testing.T, antigen []byte) {
		s, err := CDSi(fstest.MapFS{"ScheduleSupportingData.xml": {Data: schedule}, "AntigenSupportingData- x.xml": {Data: antigen}})
		if err != nil {
			return
		}
		birth := care.MustDay("2024-01-10")
		Forecast(s, Child{Birth: birth}, []Dose{{Day: birth + 400, CVX: "03"}, {Day: birth + 410, CVX: "3"}}, birth+500)
	})
}

// Whatever stands in a history, the answer has one judgement a dose.
func FuzzForecast(f *testing.F) {
	s := China(Options{SelfPaid: true})
	f.Add("HepB", "08", "preterm_33w", "outbreak", 100, 400)
	f.Add("", "122", "birth_weight_g", "", -3, 0)
	f.Add("IG", "", "anaphylaxis:MMR", "high_dose", 1, 7000)
	f.Fuzz(func(t *testing.T, vaccine, cvx, condition, purpose string, day, age int) {
		birth := care.MustDay("2015-02-28")
		d := Dose{Day: birth + care.Day(day%9000), Vaccine: vaccine, CVX: cvx, Purpose: purpose}
		c := Child{Birth: birth, Conditions: []Condition{{Code: condition}}}
		today := birth + care.Day(age%9000)
		if r := Forecast(s, c, []Dose{d, d}, today); len(r.Doses) != 2 {
			t.Errorf("%d judgements of 2 doses", len(r.Doses))
		}
		Plan(s, c, []Dose{d, d}, today)
	})
}
