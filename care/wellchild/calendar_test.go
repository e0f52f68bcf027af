package wellchild

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tongjian/care"
)

func dose(series string, number int, earliest, recommended string) DoseDue {
	d := DoseDue{Series: series, Number: number, Recommended: day(recommended), OverdueFrom: day(recommended) + 31}
	if earliest != "" {
		d.Earliest = day(earliest)
	}
	return d
}

// told writes a calendar as "day visit doses;".
func told(list []Appointment) []string {
	var out []string
	for _, a := range list {
		s := a.Day.String()
		if a.Visit != nil {
			s += " " + a.Visit.ID
		}
		for _, d := range a.Doses {
			s += fmt.Sprintf(" %s%d", d.Series, d.Number)
		}
		out = append(out, s)
	}
	return out
}

func TestCalendar(t *testing.T) {
	c := Child{Birth: day("2025-07-10")}
	seen := func(until string) []Done {
		var out []Done
		for _, v := range Plan(c, nil, c.Birth) {
			if v.From < day(until) {
				out = append(out, Done{Visit: v.ID, Day: v.From})
			}
		}
		return out
	}
	for _, x := range []struct {
		name, today string
		doses       []DoseDue
		sessions    Sessions
		want        []string // the first of the calendar
	}{
		{"the home visit stays alone; the full month follows a dose on day 31", "2025-07-10",
			[]DoseDue{dose("HepB", 2, "2025-08-10", "2025-08-10"), dose("IPV", 1, "2025-09-10", "2025-09-10")}, nil,
			[]string{"2025-07-10 nb_home", "2025-08-10 full_month HepB2", "2025-09-10 IPV1", "2025-10-10 m3"}},
		{"a dose that may come sooner moves into the window", "2025-08-01",
			[]DoseDue{dose("HepB", 2, "2025-08-07", "2025-08-10")}, nil, []string{"2025-08-07 full_month HepB2"}},
		{"the day with most doses", "2026-01-01",
			[]DoseDue{dose("DTaP", 3, "", "2026-01-12"), dose("HepB", 3, "", "2026-01-20"), dose("MPSV-A", 1, "", "2026-01-20")}, nil,
			[]string{"2026-01-12 DTaP3", "2026-01-20 m6 HepB3 MPSV-A1"}},
		{"doses that are overdue come today, with the visit that is due", "2026-01-15",
			[]DoseDue{dose("DTaP", 3, "", "2025-11-10"), dose("HepB", 3, "", "2026-01-10")}, nil, []string{"2026-01-15 m6 DTaP3 HepB3"}},
		{"a dose is not put off for a visit", "2026-01-01",
			[]DoseDue{dose("HepB", 3, "", "2026-01-08")}, nil, []string{"2026-01-08 HepB3", "2026-01-10 m6"}},
		{"on session days", "2026-03-01",
			[]DoseDue{dose("MMR", 1, "", "2026-03-10")}, tuesdays, []string{"2026-03-10 m8 MMR1"}},
		{"the next session", "2026-03-01",
			[]DoseDue{dose("MMR", 1, "", "2026-03-11")}, tuesdays, []string{"2026-03-17 m8 MMR1"}},
		{"an overdue visit joins a dose before the next window", "2026-02-20",
			[]DoseDue{dose("DTaP", 3, "", "2026-02-25")}, nil, []string{"2026-02-25 m6 DTaP3"}},
	} {
		done := seen(x.today)
		done = slices.DeleteFunc(done, func(d Done) bool {
			return d.Visit == "m6" && x.today > "2026-01-01" && x.today < "2026-03-01" || d.Visit == "nb_home" && x.today == "2025-07-10"
		})
		got := told(Defaults().Calendar(Plan(c, done, day(x.today)), x.doses, day(x.today), x.sessions))
		if len(got) < len(x.want) || !slices.Equal(got[:len(x.want)], x.want) {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
	}
}

func tuesdays(d care.Day) care.Day {
	for d.Weekday() != time.Tuesday {
		d++
	}
	return d
}

func TestAppointmentSaysUntilWhen(t *testing.T) {
	c := Child{Birth: day("2025-07-10")}
	plan := Plan(c, []Done{{Visit: "nb_home", Day: c.Birth}}, day("2026-01-10"))
	got := Defaults().Calendar(plan, []DoseDue{{Series: "HepB", Number: 3, Recommended: day("2026-01-10"), OverdueFrom: day("2026-02-01")}}, day("2026-01-10"), nil)
	if a := got[0]; a.Until.String() != "2026-01-31" || !a.Wait {
		t.Errorf("until %s, wait %v; want 2026-01-31 before the dose is overdue, and 30 minutes", a.Until, a.Wait)
	}
}

// Whatever is given: every dose is there once, none before today, its earliest
// day or (unless moved with the whole day by JoinDays) its own day, none later than its
// session; live vaccines stay 28 days apart or together; days are in order;
// each open visit is there once.
func TestCalendarKeepsTheRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Child{Birth: care.MustDay("2024-01-01").AddDays(rapid.IntRange(0, 800).Draw(t, "birth"))}
		today := c.Birth.AddDays(rapid.IntRange(0, 2600).Draw(t, "age"))
		doses, sessions := drawDoses(t, today)
		plan := Plan(c, nil, today)
		s := Defaults()
		got := s.Calendar(plan, doses, today, sessions)
		count, visits := 0, 0
		var live []care.Day
		for i, a := range got {
			if a.Day < today || i > 0 && got[i-1].Day > a.Day {
				t.Fatalf("%v on %s: out of order", told(got), today)
			}
			if a.Visit != nil {
				visits++
			}
			if a.live() {
				live = append(live, a.Day)
			}
			for _, d := range a.Doses {
				count++
				planned := sessions.on(max(d.Recommended, d.Earliest, today))
				if a.Day > planned || a.Day < d.Earliest || a.Day < planned-care.Day(s.JoinDays) {
					t.Fatalf("%s%d is on %s, planned %s, earliest %s", d.Series, d.Number, a.Day, planned, d.Earliest)
				}
			}
		}
		open := 0
		for _, v := range plan {
			if v.State != StateDone && v.State != StateMissed {
				open++
			}
		}
		if count != len(doses) || visits != open {
			t.Fatalf("%d doses and %d visits, want %d and %d", count, visits, len(doses), open)
		}
		for i := 1; i < len(live); i++ {
			if live[i]-live[i-1] < liveApart {
				t.Fatalf("live vaccines on %s and %s", live[i-1], live[i])
			}
		}
	})
}

// drawDoses gives doses whose live ones keep their distance, as the rules of immunization plan them.
func drawDoses(t *rapid.T, today care.Day) ([]DoseDue, Sessions) {
	day := today.AddDays(rapid.IntRange(-60, 30).Draw(t, "first"))
	var doses []DoseDue
	for i := range rapid.IntRange(0, 12).Draw(t, "doses") {
		d := DoseDue{Series: "S", Number: i, Recommended: max(day, today), Live: rapid.Bool().Draw(t, "live")}
		if rapid.Bool().Draw(t, "known") {
			d.Earliest = d.Recommended - care.Day(rapid.IntRange(0, 40).Draw(t, "sooner"))
		}
		doses = append(doses, d)
		if rapid.Bool().Draw(t, "apart") {
			day = max(day, today) + 28 + care.Day(rapid.IntRange(0, 200).Draw(t, "gap"))
		}
	}
	if rapid.Bool().Draw(t, "sessions") {
		return doses, tuesdays // four weeks apart stay four weeks apart
	}
	return doses, nil
}
