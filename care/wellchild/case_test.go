package wellchild

import (
	"slices"
	"testing"

	"tongjian/care"
	"tongjian/care/growth"
)

func z(v float64) *float64 { return &v }

func caseOf(cases []Case, kind CaseKind) *Case {
	if i := slices.IndexFunc(cases, func(k Case) bool { return k.Kind == kind }); i >= 0 {
		return &cases[i]
	}
	return nil
}

func day(s string) care.Day { return care.MustDay(s) }

func TestCases(t *testing.T) {
	term := Child{Birth: day("2024-01-31"), GestationDays: 275, BirthWeightG: 3200}
	for _, c := range []struct {
		name          string
		found         []Finding
		kind          CaseKind
		grade         string
		next, until   string
		refer, closed bool
	}{
		{"low weight", []Finding{{Day: day("2024-12-31"), WeightZ: z(-2.01)}}, Undernutrition, "moderate", "2025-01-31", "2025-02-07", false, false},
		{"severe", []Finding{{Day: day("2025-01-31"), LeanZ: z(-3.01), Standard: growth.WHO2006}}, Undernutrition, "severe", "2025-02-28", "2025-03-07", true, false},
		{"exactly -3 is moderate", []Finding{{Day: day("2025-01-31"), WeightZ: z(-3)}}, Undernutrition, "moderate", "2025-02-28", "2025-03-07", false, false},
		{"poor gain twice", []Finding{{Day: day("2025-01-31"), WeightZ: z(-2.2)}, {Day: day("2025-02-28"), WeightZ: z(-2.3), PoorGain: true}, {Day: day("2025-03-28"), WeightZ: z(-2.4), PoorGain: true}}, Undernutrition, "moderate", "2025-04-28", "2025-05-05", true, false},
		{"poor gain, then good, then poor", []Finding{{Day: day("2025-01-31"), WeightZ: z(-2.2)}, {Day: day("2025-02-28"), WeightZ: z(-2.3), PoorGain: true}, {Day: day("2025-03-10"), WeightZ: z(-2.2)}, {Day: day("2025-03-28"), WeightZ: z(-2.4), PoorGain: true}}, Undernutrition, "moderate", "2025-04-28", "2025-05-05", false, false},
		{"short for six months", []Finding{{Day: day("2025-01-31"), LengthZ: z(-2.2)}, {Day: day("2025-07-31"), LengthZ: z(-2.1)}}, Undernutrition, "moderate", "2025-08-31", "2025-09-07", true, false},
		{"back to normal", []Finding{{Day: day("2025-01-31"), WeightZ: z(-2.2)}, {Day: day("2025-02-28"), WeightZ: z(-2)}}, Undernutrition, "moderate", "", "", false, true},
		{"what was low is not measured again", []Finding{{Day: day("2025-01-31"), LengthZ: z(-2.2)}, {Day: day("2025-02-28"), WeightZ: z(0)}}, Undernutrition, "moderate", "2025-03-28", "2025-04-04", false, false},

		{"mild anaemia", []Finding{{Day: day("2024-08-01"), HbGL: 109}}, Anaemia, "mild", "2024-08-15", "2024-08-29", false, false},
		{"severe anaemia", []Finding{{Day: day("2024-08-01"), HbGL: 59}}, Anaemia, "severe", "2024-08-15", "2024-08-29", true, false},
		{"no gain after a month", []Finding{{Day: day("2024-08-01"), HbGL: 100}, {Day: day("2024-08-29"), HbGL: 100}}, Anaemia, "mild", "2024-09-12", "2024-09-26", true, false},
		{"no gain yet", []Finding{{Day: day("2024-08-01"), HbGL: 100}, {Day: day("2024-08-28"), HbGL: 99}}, Anaemia, "mild", "2024-09-11", "2024-09-25", false, false},
		{"normal, course not done", []Finding{{Day: day("2024-08-01"), HbGL: 100}, {Day: day("2024-08-29"), HbGL: 115}}, Anaemia, "normal", "2024-09-12", "2024-09-26", false, false},
		{"normal, course done", []Finding{{Day: day("2024-08-01"), HbGL: 100}, {Day: day("2024-10-29"), HbGL: 115, CourseDone: true}}, Anaemia, "normal", "", "", false, true},

		{"active rickets", []Finding{{Day: day("2024-10-31"), Rickets: StageActive}}, Rickets, "active", "2024-11-30", "2024-12-07", true, false},
		{"early rickets", []Finding{{Day: day("2024-05-31"), Rickets: StageEarly}}, Rickets, "early", "2024-06-30", "2024-07-07", false, false},
		{"recovering", []Finding{{Day: day("2024-10-31"), Rickets: StageActive}, {Day: day("2024-12-31"), Rickets: StageRecovery}}, Rickets, "recovery", "2025-02-28", "2025-03-07", false, false},
		{"well for two months", []Finding{{Day: day("2024-10-31"), Rickets: StageActive}, {Day: day("2024-12-31"), Rickets: StageNone}, {Day: day("2025-02-28"), Rickets: StageNone}}, Rickets, "none", "", "", false, true},

		{"overweight by WHO below 5", []Finding{{Day: day("2026-01-31"), LeanZ: z(2.01), Standard: growth.WHO2006}}, Overweight, "overweight", "2026-04-30", "2026-05-07", false, false},
		{"obese by WS/T 423", []Finding{{Day: day("2024-12-01"), LeanZ: z(2), Standard: growth.WST423, Complication: true}}, Overweight, "obese", "2025-01-01", "2025-01-08", true, false},
		{"thinner again", []Finding{{Day: day("2026-01-31"), LeanZ: z(2.01), Standard: growth.WHO2006}, {Day: day("2026-04-30"), LeanZ: z(1.9), Standard: growth.WHO2006}}, Overweight, "overweight", "", "", false, true},

		{"one warning sign", []Finding{{Day: day("2025-01-31"), Signs: []string{"12m-1"}, SignsDue: true}}, Development, "", "2025-01-31", "2025-02-07", false, false},
		{"confirmed", []Finding{{Day: day("2025-01-31"), Signs: []string{"12m-1"}}, {Day: day("2025-02-05"), Signs: []string{"12m-1"}}}, Development, "", "2025-05-05", "2025-05-12", true, false},
		{"signs not asked again", []Finding{{Day: day("2025-01-31"), Signs: []string{"12m-1"}}, {Day: day("2025-02-05"), HbGL: 120}}, Development, "", "2025-01-31", "2025-02-07", false, false},
		{"signs gone", []Finding{{Day: day("2025-01-31"), Signs: []string{"12m-1"}}, {Day: day("2025-02-05"), SignsDue: true}}, Development, "", "", "", false, true},
	} {
		slices.Reverse(c.found) // any order will do
		k := caseOf(Defaults().Cases(term, c.found, day("2026-06-30")), c.kind)
		if k == nil {
			t.Errorf("%s: no case of %s", c.name, c.kind)
			continue
		}
		if k.Grade != c.grade || k.Next.String() != c.next || k.Until.String() != c.until || len(k.Refer) > 0 != c.refer || (k.Closed != 0) != c.closed {
			t.Errorf("%s: %s, next %s until %s, refer %v, closed %s; want %s, %s, %s, %v, %v", c.name, k.Grade, k.Next, k.Until, k.Refer, k.Closed, c.grade, c.next, c.until, c.refer, c.closed)
		}
	}
}

func TestNoCase(t *testing.T) {
	c := Child{Birth: day("2024-01-31"), GestationDays: 259, BirthWeightG: 2500}
	for _, f := range []Finding{
		{Day: day("2025-01-31"), WeightZ: z(-2), LengthZ: z(-2), LeanZ: z(2), Standard: growth.WHO2006},
		{Day: day("2025-01-31"), LeanZ: z(5)}, // by no standard
		{Day: day("2024-07-30"), HbGL: 90},    // not yet 6 months
		{Day: day("2031-01-31"), HbGL: 90},    // 7 years
		{Day: day("2025-01-31"), HbGL: 110}, {Day: day("2025-01-31"), Rickets: StageNone}, {Day: day("2024-01-30"), HbGL: 50},
	} {
		if got := Defaults().Cases(c, []Finding{f}, day("2031-06-30")); len(got) != 0 {
			t.Errorf("Cases(%+v) = %+v, want none", f, got)
		}
	}
}

func TestEarlyOrSmallChildren(t *testing.T) {
	birth := day("2025-01-10")
	for _, c := range []struct {
		child       Child
		seen, today string
		grade, next string
	}{
		{Child{Birth: birth, GestationDays: 245, BirthWeightG: 2100}, "2025-01-20", "2025-02-01", "low_risk", "2025-03-20"},
		{Child{Birth: birth, GestationDays: 237, BirthWeightG: 2100}, "2025-01-20", "2025-02-01", "high_risk", "2025-02-03"},
		{Child{Birth: birth, GestationDays: 245, BirthWeightG: 1999}, "2025-03-20", "2025-04-01", "high_risk", "2025-04-20"},
		{Child{Birth: birth, GestationDays: 245}, "2025-01-20", "2025-02-01", "high_risk", "2025-02-03"}, // weight not known
		{Child{Birth: birth, GestationDays: 275, BirthWeightG: 2400}, "2025-08-10", "2025-09-01", "low_risk", "2025-11-10"},
		{Child{Birth: birth, GestationDays: 245, BirthWeightG: 2100}, "2028-01-20", "2028-02-14", "low_risk", ""}, // 36 months from 14 February 2025
	} {
		k := caseOf(Defaults().Cases(c.child, []Finding{{Day: day(c.seen)}}, day(c.today)), EarlyOrSmall)
		if k == nil || k.Grade != c.grade || k.Next.String() != c.next {
			t.Errorf("Cases(%+v, seen %s) = %+v, want %s, next %s", c.child, c.seen, k, c.grade, c.next)
		}
	}
}

func TestOverdueFollowUp(t *testing.T) {
	c := Child{Birth: day("2024-01-31"), GestationDays: 275, BirthWeightG: 3200}
	found := []Finding{{Day: day("2025-01-31"), WeightZ: z(-2.5)}}
	for today, want := range map[string]bool{"2025-03-07": false, "2025-03-08": true} {
		if got := Defaults().Cases(c, found, day(today)); got[0].Overdue != want {
			t.Errorf("on %s overdue is %v, want %v", today, got[0].Overdue, want)
		}
	}
}

func TestIntervalsAreSettings(t *testing.T) {
	s := Defaults()
	s.UndernutritionOlder, s.UndernutritionClose = care.Span{Months: 3}, 3 // one county's practice
	c := Child{Birth: day("2021-01-31")}
	found := []Finding{{Day: day("2025-01-31"), WeightZ: z(-2.5)}, {Day: day("2025-04-30"), WeightZ: z(-1.9)}, {Day: day("2025-07-30"), WeightZ: z(-1.8)}}
	k := s.Cases(c, found, day("2025-08-01"))[0]
	if k.Next.String() != "2025-10-30" || k.Closed != 0 {
		t.Errorf("after two normal visits next is %s, closed %s; want 2025-10-30 and open", k.Next, k.Closed)
	}
	found = append(found, Finding{Day: day("2025-10-30"), WeightZ: z(-1.5)})
	if k := s.Cases(c, found, day("2025-11-01"))[0]; k.Closed.String() != "2025-10-30" {
		t.Errorf("after three normal visits closed is %s, want 2025-10-30", k.Closed)
	}
}
