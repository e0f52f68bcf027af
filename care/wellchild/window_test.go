package wellchild

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tongjian/care"
)

// Every window of four children: born on an ordinary day, on the last of a
// long month, on 29 February and before it.
func TestEveryWindow(t *testing.T) {
	for birth, want := range map[string][]string{
		"2024-05-10": {"2024-05-10/2024-05-17", "2024-06-07/2024-06-09", "2024-08-10/2024-09-08", "2024-11-10/2024-12-09", "2025-01-10/2025-02-08",
			"2025-05-10/2025-06-08", "2025-11-10/2025-12-09", "2026-05-10/2026-06-08", "2026-11-10/2026-12-09",
			"2027-05-10/2028-05-09", "2028-05-10/2029-05-09", "2029-05-10/2030-05-09", "2030-05-10/2031-05-09"},
		"2024-08-31": {"2024-08-31/2024-09-07", "2024-09-28/2024-09-30", "2024-11-30/2024-12-29", "2025-02-28/2025-03-29", "2025-04-30/2025-05-29",
			"2025-08-31/2025-09-29", "2026-02-28/2026-03-29", "2026-08-31/2026-09-29", "2027-02-28/2027-03-29",
			"2027-08-31/2028-08-29", "2028-08-31/2029-08-29", "2029-08-31/2030-08-29", "2030-08-31/2031-08-29"},
		"2024-02-29": {"2024-02-29/2024-03-07", "2024-03-28/2024-03-30", "2024-05-29/2024-06-27", "2024-08-29/2024-09-27", "2024-10-29/2024-11-27",
			"2025-02-28/2025-03-28", "2025-08-29/2025-09-27", "2026-02-28/2026-03-28", "2026-08-29/2026-09-27",
			"2027-02-28/2028-02-27", "2028-02-29/2029-02-27", "2029-02-28/2030-02-27", "2030-02-28/2031-02-27"},
		"2023-12-31": {"2023-12-31/2024-01-07", "2024-01-28/2024-01-30", "2024-03-31/2024-04-29", "2024-06-30/2024-07-29", "2024-08-31/2024-09-29",
			"2024-12-31/2025-01-29", "2025-06-30/2025-07-29", "2025-12-31/2026-01-29", "2026-06-30/2026-07-29",
			"2026-12-31/2027-12-29", "2027-12-31/2028-12-29", "2028-12-31/2029-12-29", "2029-12-31/2030-12-29"},
	} {
		for i, v := range Plan(Child{Birth: day(birth)}, nil, day(birth)) {
			if got := v.From.String() + "/" + v.Until.String(); got != want[i] {
				t.Errorf("born %s: the window of %s is %s, want %s", birth, v.ID, got, want[i])
			}
		}
	}
}

// States on the edges of every window.
func TestEdges(t *testing.T) {
	c := Child{Birth: day("2024-05-10")}
	for i, v := range Plan(c, nil, c.Birth) {
		for on, want := range map[care.Day]State{v.From - 1: StateUpcoming, v.From: StateDue, v.Until: StateDue} {
			if got := Plan(c, nil, on)[i].State; got != want {
				t.Errorf("%s is %s on %s, want %s", v.ID, got, on, want)
			}
		}
		after := StateOverdue
		if v.ID >= "y" { // the next year's visit follows at once, and 7 years end the norm
			after = StateMissed
		}
		if got := Plan(c, nil, v.Until+1)[i].State; got != after {
			t.Errorf("%s is %s on %s, want %s", v.ID, got, v.Until+1, after)
		}
	}
}

func TestDaysOfAVisit(t *testing.T) {
	c := Child{Birth: day("2025-06-10")}
	for _, x := range []struct {
		today string
		days  int
	}{{"2025-12-01", 9}, {"2025-12-10", 29}, {"2026-01-08", 0}, {"2026-01-09", 1}, {"2026-02-20", 0}} {
		if got := visit(t, Plan(c, nil, day(x.today)), "m6").Days; got != x.days {
			t.Errorf("on %s the visit of 6 months has %d days, want %d", x.today, got, x.days)
		}
	}
}

func TestHomeVisitCountsFromDischarge(t *testing.T) {
	birth := day("2025-06-10")
	got := Plan(Child{Birth: birth, Discharged: birth + 5}, nil, birth)[0]
	if got.From != birth+5 || got.Until != birth+12 || got.Rule.Status != care.Verified {
		t.Errorf("discharged on day 5: window %s to %s (%s), want day 5 to 12", got.From, got.Until, got.Rule.Status)
	}
	if got := Plan(Child{Birth: birth}, nil, birth)[0]; got.Rule.Status != care.Ours {
		t.Errorf("discharge not known: the window is marked %s, want ours", got.Rule.Status)
	}
	if got := Plan(Child{Birth: birth, HighRisk: true}, nil, birth)[0]; got.Until != birth+3 {
		t.Errorf("a high-risk newborn is seen until %s, want %s", got.Until, birth+3)
	}
}

func TestAreasThatSeeChildrenAt42Days(t *testing.T) {
	s := Defaults()
	s.FullMonthFrom, s.FullMonthUntil = 42, 45
	if got := s.Plan(Child{Birth: day("2025-06-10")}, nil, day("2025-06-10"))[1]; got.From.String() != "2025-07-22" || got.Until.String() != "2025-07-25" {
		t.Errorf("the full-month visit is %s to %s, want 2025-07-22 to 2025-07-25", got.From, got.Until)
	}
}

func TestLateVisits(t *testing.T) {
	c := Child{Birth: day("2025-06-10")}
	done := []Done{{Day: day("2026-01-20")}, {Visit: "m3", Day: day("2025-11-30")}}
	plan := Plan(c, done, day("2026-01-21"))
	if v := visit(t, plan, "m6"); v.State != StateDone || !v.Late {
		t.Errorf("a visit after its window and before the next = %+v, want done late", v)
	}
	if v := visit(t, plan, "m3"); v.State != StateDone || !v.Late || v.Day.String() != "2025-11-30" {
		t.Errorf("a visit recorded by its id = %+v, want done late", v)
	}
}

func TestHaemoglobinOnceAtSixToEightMonths(t *testing.T) {
	c := Child{Birth: day("2025-06-10")}
	tested := []Done{{Visit: "m6", Day: day("2025-12-11"), Items: []string{"weight", "hb_6_8"}}}
	for _, x := range []struct {
		done []Done
		want bool
	}{{nil, true}, {tested, false}, {[]Done{{Visit: "m6", Day: day("2025-12-11")}}, true}, {[]Done{{Visit: "m3", Day: day("2025-09-11"), Items: []string{"hb"}}}, true}} {
		v := visit(t, Plan(c, x.done, day("2026-02-10")), "m8")
		if got := slices.Contains(v.Checks, tasks["hb_8"].Words); got != x.want {
			t.Errorf("after %+v blood is tested at 8 months: %v, want %v", x.done, got, x.want)
		}
	}
}

func TestSheet(t *testing.T) {
	c := Child{Birth: day("2025-01-10"), GestationDays: 230, BirthWeightG: 1900}
	done := []Done{{Visit: "m6", Day: day("2025-07-10"), Items: []string{"weight"}}}
	got, err := Defaults().Sheet(c, done, "m6", day("2025-07-10"))
	if err != nil {
		t.Fatal(err)
	}
	if got.Form.Zh != "1～8月龄儿童健康检查记录表" || len(got.Signs.Signs) != 4 || got.Signs.AgeMonths != 4 || !got.Signs.Corrected || got.NextFrom.String() != "2025-09-10" {
		t.Errorf("the sheet of 6 months is %+v", got)
	}
	for _, x := range got.Tasks {
		if x.Done != (x.ID == "weight") {
			t.Errorf("task %s done is %v", x.ID, x.Done)
		}
	}
	month, _ := Defaults().Sheet(c, nil, fullMonth, day("2025-02-08"))
	if !slices.ContainsFunc(month.Tasks, func(x Task) bool { return x.ID == "retina" && x.Status == care.Unverified && x.AtCounty }) || month.Signs != nil {
		t.Errorf("a child of 1900 g has the tasks %+v, want the retina looked at", month.Tasks)
	}
	c.GestationDays, c.BirthWeightG = 275, 3100
	if month, _ := Defaults().Sheet(c, nil, fullMonth, day("2025-02-08")); slices.ContainsFunc(month.Tasks, func(x Task) bool { return x.ID == "retina" }) {
		t.Error("a term child of 3100 g has its retina looked at")
	}
	if _, err := Defaults().Sheet(c, nil, "m7", day("2025-02-08")); err == nil {
		t.Error("a visit that the norm does not have gave a sheet")
	}
}

// Windows come in order and never overlap; a state is one of five; days are never negative.
func TestWindowsNeverOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Child{Birth: care.MustDay("2016-01-01").AddDays(rapid.IntRange(0, 4000).Draw(t, "birth")), HighRisk: rapid.Bool().Draw(t, "risk")}
		c.Discharged = c.Birth.AddDays(rapid.IntRange(0, 10).Draw(t, "discharged"))
		var done []Done
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			d := Done{Day: c.Birth.AddDays(rapid.IntRange(-10, 2800).Draw(t, "day"))}
			if rapid.Bool().Draw(t, "named") {
				d.Visit = rapid.SampledFrom(norms).Draw(t, "visit").id
			}
			done = append(done, d)
		}
		plan := Plan(c, done, c.Birth.AddDays(rapid.IntRange(-30, 3000).Draw(t, "today")))
		for i, v := range plan {
			if v.From > v.Until || i > 0 && plan[i-1].Until >= v.From || v.Days < 0 || (v.State == StateDone) != (v.Day != 0) {
				t.Fatalf("%+v after %+v", v, plan[max(0, i-1)])
			}
		}
	})
}

func BenchmarkPlan(b *testing.B) {
	c := Child{Birth: care.MustDay("2022-05-10")}
	done := []Done{{Visit: "m6", Day: care.MustDay("2022-11-12")}, {Day: care.MustDay("2023-05-12")}}
	for b.Loop() {
		Plan(c, done, care.MustDay("2025-02-01"))
	}
}
