package care

import (
	"fmt"
	"time"
)

// Day is a calendar day without a time zone: a birth day, the day of a dose.
// It counts days of the Gregorian calendar from 0001-01-01, which is 1; the
// zero Day means "not known", never a date, so a missing day cannot be taken
// for 1970-01-01. Days compare with < and subtract with -.
type Day int32

// dayOne is the Unix day number of 0001-01-01.
const dayOne = -719162

// DayOf gives the day year-month-day. The parts are taken as they are: use
// ParseDay where they come from outside.
func DayOf(year, month, day int) Day {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return Day(t.Unix()/86400-dayOne) + 1
}

// DayAt gives the calendar day that an instant falls on in a zone. It is the
// only way from an instant to a Day.
func DayAt(t time.Time, zone *time.Location) Day {
	y, m, d := t.In(zone).Date()
	return DayOf(y, int(m), d)
}

// ParseDay reads "2024-02-29". It refuses every other form, days that do not
// exist and years outside 1900-2200.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a day like 2024-02-29", s)
	}
	if y := t.Year(); y < 1900 || y > 2200 {
		return 0, fmt.Errorf("the year of %q lies outside 1900-2200", s)
	}
	y, m, d := t.Date()
	return DayOf(y, int(m), d), nil
}

// MustDay is ParseDay for days written in the program itself.
func MustDay(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// IsZero tells whether the day is not known.
func (d Day) IsZero() bool { return d == 0 }

// Date gives year, month (1-12) and day of the month; zeroes for a day that is not known.
func (d Day) Date() (year, month, day int) {
	if d == 0 {
		return 0, 0, 0
	}
	y, m, dd := d.time().Date()
	return y, int(m), dd
}

// Weekday gives the day of the week.
func (d Day) Weekday() time.Weekday { return d.time().Weekday() }

// AddDays gives the day n days later; a day that is not known stays so.
func (d Day) AddDays(n int) Day {
	if d == 0 {
		return 0
	}
	return d + Day(n)
}

// String gives "2024-02-29", or "" for a day that is not known.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.time().Format(time.DateOnly)
}

// MarshalText writes the day as "2024-02-29" and a day that is not known as "".
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	*d, err = ParseDay(string(text))
	return err
}

func (d Day) time() time.Time {
	return time.Unix(int64(d-1+dayOne)*86400, 0).UTC()
}
