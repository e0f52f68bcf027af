package wellchild

import (
	"testing"

	"pgregory.net/rapid"

	"tongjian/care"
)

func visit(t *testing.T, plan []Visit, id string) Visit {
	t.Helper()
	for _, v := range plan {
		if v.ID == id {
			return v
		}
	}
	t.Fatalf("the plan has no visit %s", id)
	return Visit{}
}

func TestWindows(t *testing.T) {
	for _, c := range []struct{ birth, id, from, until string }{
		{"2025-06-10", "full_month", "2025-07-08", "2025-07-10"},
		{"2025-06-10", "m12", "2026-06-10", "2026-07-09"},
		{"2025-01-31", "m3", "2025-04-30", "2025-05-29"},
		{"2024-02-29", "m12", "2025-02-28", "2025-03-28"},
		{"2022-03-10", "y3", "2025-03-10", "2026-03-09"},
		{"2020-05-01", "y6", "2026-05-01", "2027-04-30"},
	} {
		v := visit(t, Plan(Child{Birth: care.MustDay(c.birth)}, nil, care.MustDay(c.birth)), c.id)
		if v.From.String() != c.from || v.Until.String() != c.until {
			t.Errorf("born %s: %s is %s to %s, want %s to %s", c.birth, c.id, v.From, v.Until, c.from, c.until)
		}
	}
}

func TestStates(t *testing.T) {
	c := Child{Birth: care.MustDay("2025-06-10")}
	done := []Done{{Visit: "full_month", Day: care.MustDay("2025-07-09")}, {Day: care.MustDay("2025-09-20")}}
	for _, x := range []struct {
		today, id string
		want      State
	}{
		{"2025-06-12", "nb_home", StateDue}, {"2025-06-18", "nb_home", StateOverdue}, {"2025-07-08", "nb_home", StateMissed},
		{"2025-09-21", "full_month", StateDone}, {"2025-09-21", "m3", StateDone},
		{"2025-12-09", "m6", StateUpcoming}, {"2025-12-10", "m6", StateDue}, {"2026-01-08", "m6", StateDue}, {"2026-01-09", "m6", StateOverdue}, {"2026-02-10", "m6", StateMissed},
	} {
		if got := visit(t, Plan(c, done, care.MustDay(x.today)), x.id).State; got != x.want {
			t.Errorf("on %s the visit %s is %s, want %s", x.today, x.id, got, x.want)
		}
	}
}

func TestHighRiskNewbornIsSeenSooner(t *testing.T) {
	birth := care.MustDay("2025-06-10")
	for _, c := range []struct {
		child Child
		want  care.Day
	}{{Child{Birth: birth}, birth + 7}, {Child{Birth: birth, GestationDays: 258}, birth + 3}, {Child{Birth: birth, GestationDays: 259}, birth + 7}, {Child{Birth: birth, BirthWeightG: 2499}, birth + 3}} {
		if got := Plan(c.child, nil, birth)[0].Until; got != c.want {
			t.Errorf("Plan(%+v) visits at home until %s, want %s", c.child, got, c.want)
		}
	}
	if got := Plan(Child{}, nil, birth); got != nil {
		t.Errorf("a child without a birth day has %d visits, want none", len(got))
	}
}

// On any day at most one visit is due or overdue, and a visit recorded inside its window is done.
func TestOneVisitAtATime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		birth := care.MustDay("2018-01-01").AddDays(rapid.IntRange(0, 3000).Draw(t, "birth"))
		today := birth.AddDays(rapid.IntRange(0, 2700).Draw(t, "age"))
		open := 0
		for _, v := range Plan(Child{Birth: birth}, nil, today) {
			if v.State == StateDue || v.State == StateOverdue {
				open++
			}
			again := Plan(Child{Birth: birth}, []Done{{Day: v.From}}, today)
			for _, w := range again {
				if w.ID == v.ID && w.State != StateDone {
					t.Fatalf("visit %s recorded on %s is %s", v.ID, v.From, w.State)
				}
			}
		}
		if open > 1 {
			t.Fatalf("%d visits are open on %s for a child born %s", open, today, birth)
		}
	})
}
