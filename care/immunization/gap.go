package immunization

import (
	"fmt"
	"strconv"
	"strings"

	"tongjian/care"
)

// gap is a span that a rule may leave out. Left out it is no limit at all,
// which is not the same as nought.
type gap struct {
	care.Span
	ok bool
}

// parseGap reads what schedules write: "", "n/a", "8m", "13y6m", "12w+6d",
// "19 years - 4 days".
func parseGap(s string) (gap, error) {
	rest := strings.ToLower(strings.ReplaceAll(s, " ", ""))
	if rest == "" || rest == "n/a" {
		return gap{}, nil
	}
	g := gap{ok: true}
	for rest != "" {
		sign := 1
		switch rest[0] {
		case '-':
			sign, rest = -1, rest[1:]
		case '+':
			rest = rest[1:]
		}
		n := 0
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		value, err := strconv.Atoi(rest[:n])
		if err != nil || n == len(rest) {
			return gap{}, fmt.Errorf("%q is not a span like 8m or 19 years - 4 days", s)
		}
		rest = rest[n:]
		n = strings.IndexAny(rest, "+-0123456789")
		if n < 0 {
			n = len(rest)
		}
		if !g.add(sign*value, rest[0]) {
			return gap{}, fmt.Errorf("%q has no unit of hours, days, weeks, months or years", s)
		}
		rest = rest[n:]
	}
	return g, nil
}

func (g *gap) add(value int, unit byte) bool {
	switch unit {
	case 'y':
		g.Months += 12 * value
	case 'm':
		g.Months += value
	case 'w':
		g.Days += 7 * value
	case 'd':
		g.Days += value
	case 'h':
		g.Days += (value + 23) / 24
	default:
		return false
	}
	return true
}

// less takes days away, for a grace period; a gap that is left out stays so.
func (g gap) less(days int) gap {
	g.Days -= days
	return g
}

// words says a gap for people, as an age or as a length of time: "8 months",
// "8个月", "3岁" or "3年".
func (g gap) words(years string) Text {
	var en, zh []string
	put := func(n int, one, many, word string) {
		if n == 0 {
			return
		}
		if n == 1 {
			many = one
		}
		en = append(en, strconv.Itoa(n)+" "+many)
		zh = append(zh, strconv.Itoa(n)+word)
	}
	if g.Months%12 == 0 || g.Months > 36 {
		put(g.Months/12, "year", "years", years)
		put(g.Months%12, "month", "months", "个月")
	} else {
		put(g.Months, "month", "months", "个月")
	}
	if g.Months == 0 && g.Days%7 == 0 && g.Days != 28 {
		put(g.Days/7, "week", "weeks", "周")
	} else {
		put(g.Days, "day", "days", "天")
	}
	if en == nil {
		return Text{"birth", "出生"}
	}
	return Text{strings.Join(en, " "), strings.Join(zh, "")}
}

// calendar adds spans to days. Spans from the day of birth are asked for again
// and again, so they are kept.
type calendar struct {
	birth  care.Day
	rule   care.MonthRule
	months [12 * 20]care.Day
}

func (c *calendar) reset(birth care.Day, rule care.MonthRule) {
	*c = calendar{birth: birth, rule: rule}
}

// age gives the day on which the child reaches an age; 0 for no limit.
func (c *calendar) age(g gap) care.Day {
	if !g.ok {
		return 0
	}
	if g.Months == 0 {
		return c.birth.AddDays(g.Days)
	}
	if g.Months < 0 || g.Months >= len(c.months) {
		return c.birth.Add(g.Span, c.rule)
	}
	if c.months[g.Months] == 0 {
		c.months[g.Months] = c.birth.AddMonths(g.Months, c.rule)
	}
	return c.months[g.Months].AddDays(g.Days)
}

// after gives the day that lies a gap after another; 0 for no limit.
func (c *calendar) after(day care.Day, g gap) care.Day {
	switch {
	case !g.ok || day == 0:
		return 0
	case g.Months == 0:
		return day.AddDays(g.Days)
	}
	return day.Add(g.Span, c.rule)
}
