package care

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAddMonthsAtMonthEnds(t *testing.T) {
	for _, c := range []struct {
		from        string
		months      int
		clamp, next string
	}{
		{"2026-01-31", 1, "2026-02-28", "2026-03-01"},
		{"2024-01-31", 1, "2024-02-29", "2024-03-01"},
		{"2024-02-29", 12, "2025-02-28", "2025-03-01"},
		{"2024-02-29", 48, "2028-02-29", "2028-02-29"},
		{"2025-08-31", 6, "2026-02-28", "2026-03-01"},
		{"2025-10-31", 1, "2025-11-30", "2025-12-01"},
		{"2025-03-31", -1, "2025-02-28", "2025-03-01"},
		{"2025-01-15", -1, "2024-12-15", "2024-12-15"},
		{"2025-01-10", 8, "2025-09-10", "2025-09-10"},
	} {
		if got := MustDay(c.from).AddMonths(c.months, Clamp).String(); got != c.clamp {
			t.Errorf("%s + %d months, Clamp = %s, want %s", c.from, c.months, got, c.clamp)
		}
		if got := MustDay(c.from).AddMonths(c.months, NextFirst).String(); got != c.next {
			t.Errorf("%s + %d months, NextFirst = %s, want %s", c.from, c.months, got, c.next)
		}
	}
}

func TestAgeOn(t *testing.T) {
	for _, c := range []struct {
		birth, on string
		rule      MonthRule
		want      Age
	}{
		{"2022-03-10", "2025-03-10", Clamp, Age{3, 0, 0}},
		{"2022-03-10", "2025-03-09", Clamp, Age{2, 11, 27}},
		{"2024-02-29", "2025-02-28", Clamp, Age{1, 0, 0}},
		{"2024-02-29", "2025-02-28", NextFirst, Age{0, 11, 30}},
		{"2024-02-29", "2025-03-01", NextFirst, Age{1, 0, 0}},
		{"2025-06-01", "2025-06-01", Clamp, Age{0, 0, 0}},
		{"2025-06-01", "2025-05-01", Clamp, Age{}},
	} {
		if got := AgeOn(MustDay(c.birth), MustDay(c.on), c.rule); got != c.want {
			t.Errorf("AgeOn(%s, %s, %v) = %v, want %v", c.birth, c.on, c.rule, got, c.want)
		}
	}
}

// A birth day stays the day it is in every zone and in years with summer time.
func TestDayHasNoZone(t *testing.T) {
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	if got := DayAt(time.Date(1988, 6, 30, 15, 30, 0, 0, time.UTC), shanghai); got.String() != "1988-07-01" {
		t.Errorf("summer time of 1988: got %s, want 1988-07-01", got)
	}
	var d Day
	if err := d.UnmarshalText([]byte("1988-07-01")); err != nil || d.String() != "1988-07-01" {
		t.Errorf("1988-07-01 came back as %s (%v)", d, err)
	}
}

func TestParseDayRefuses(t *testing.T) {
	for _, s := range []string{"0000-00-00", "1900-01-00", "2025-02-29", "2025-11-04T23:00:00.000Z", "20250101", "2025-1-1", "", "9999-01-01"} {
		if d, err := ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %s, want an error", s, d)
		}
	}
	if Day(0).String() != "" || !Day(0).IsZero() {
		t.Error("a day that is not known must write nothing")
	}
}

func TestDayArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Day(rapid.IntRange(int(MustDay("1900-01-01")), int(MustDay("2199-12-31"))).Draw(t, "day"))
		n := rapid.IntRange(0, 240).Draw(t, "months")
		for _, rule := range []MonthRule{Clamp, NextFirst} {
			later := d.AddMonths(n, rule)
			if m := MonthsOn(d, later, rule); m != n {
				t.Fatalf("%s + %d months = %s, which is %d months old (rule %d)", d, n, later, m, rule)
			}
			if m := MonthsOn(d, later-1, rule); n > 0 && m != n-1 {
				t.Fatalf("the day before %s is %d months old, want %d", later, m, n-1)
			}
		}
		if back, err := ParseDay(d.String()); err != nil || back != d {
			t.Fatalf("%s came back as %s (%v)", d, back, err)
		}
	})
}
