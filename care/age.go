package care

import "fmt"

// MonthRule says what a month later means when that month has no such day
// (31 January plus one month). China's public programs clamp to the month's
// end; CDSi's rule CALCDT-5 goes on to the first of the next month.
type MonthRule int

const (
	// Clamp takes the last day of the shorter month: 31 January + 1 month = 28 February.
	Clamp MonthRule = iota
	// NextFirst takes the first of the month after it: 31 January + 1 month = 1 March (CDSi CALCDT-5).
	NextFirst
)

// AddMonths gives the same day of the month n months later (n may be
// negative), by the rule where that month is too short.
func (d Day) AddMonths(n int, rule MonthRule) Day {
	if d == 0 {
		return 0
	}
	year, month, day := d.Date()
	first := year*12 + month - 1 + n
	year, month = floorDiv(first, 12), first-floorDiv(first, 12)*12+1
	last := daysIn(year, month)
	if day <= last {
		return DayOf(year, month, day)
	}
	if rule == NextFirst {
		return DayOf(year, month, last) + 1
	}
	return DayOf(year, month, last)
}

// Age is a length of life in completed calendar units: 3 years 2 months 5 days.
type Age struct {
	Years  int `json:"years"`
	Months int `json:"months"`
	Days   int `json:"days"`
}

// AgeOn gives the completed age on a day. A birth on 29 February is completed
// on 28 February of a common year under Clamp, on 1 March under NextFirst.
// Before birth, or with either day not known, it is zero.
func AgeOn(birth, on Day, rule MonthRule) Age {
	months := MonthsOn(birth, on, rule)
	if birth == 0 || on < birth {
		return Age{}
	}
	return Age{months / 12, months % 12, int(on - birth.AddMonths(months, rule))}
}

// MonthsOn gives the completed months of age on a day, 0 before birth.
func MonthsOn(birth, on Day, rule MonthRule) int {
	if birth == 0 || on < birth {
		return 0
	}
	by, bm, _ := birth.Date()
	oy, om, _ := on.Date()
	months := (oy-by)*12 + om - bm
	if birth.AddMonths(months, rule) > on {
		months--
	}
	return months
}

// Term is the length of a pregnancy that counts as full for corrected age: 40 weeks.
const Term = 280

// CorrectedDays gives the age in days on a day, less the days that the child
// was born before 40 weeks; negative before the expected day of birth
// (growth/RULES 13: applied to births before 37 weeks, never to vaccination).
func CorrectedDays(birth, on Day, gestationDays int) int {
	return int(on-birth) - (Term - gestationDays)
}

// Span is a length of time as rules write it: "28d", "6m", "2y", "24h".
// Hours are kept for the reader and count as whole days upward.
type Span struct {
	Months int
	Days   int
}

// ParseSpan reads a number with one of the units h, d, w, m, y.
func ParseSpan(s string) (Span, error) {
	var n int
	var unit string
	if _, err := fmt.Sscanf(s, "%d%s", &n, &unit); err != nil {
		return Span{}, fmt.Errorf("%q is not a span like 28d, 6m or 2y", s)
	}
	switch unit {
	case "h":
		return Span{Days: (n + 23) / 24}, nil
	case "d":
		return Span{Days: n}, nil
	case "w":
		return Span{Days: 7 * n}, nil
	case "m":
		return Span{Months: n}, nil
	case "y":
		return Span{Months: 12 * n}, nil
	}
	return Span{}, fmt.Errorf("%q has no unit h, d, w, m or y", s)
}

// Add gives the day that lies the span later: months first, then days
// (CDSi CALCDT-1 to CALCDT-4).
func (d Day) Add(s Span, rule MonthRule) Day {
	if d == 0 {
		return 0
	}
	return d.AddMonths(s.Months, rule).AddDays(s.Days)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

func daysIn(year, month int) int {
	return int(DayOf(year, month+1, 1) - DayOf(year, month, 1))
}
