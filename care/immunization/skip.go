package immunization

import "tongjian/care"

// conditionKind is what a condition of a conditional skip looks at (CDSi 6.2).
type conditionKind uint8

const (
	byAge conditionKind = iota
	byInterval
	byCompletedSeries
	byCount
)

// condition is one test of a conditional skip.
type condition struct {
	kind       conditionKind
	begin, end gap
	from, to   care.Day
	interval   gap
	count      int
	compare    int8 // -1 fewer, 0 equal, 1 more than count
	validOnly  bool
	vaccines   vaccines
	groups     []string
}

// clause is a set of conditions that all, or one of which, must hold.
type clause struct {
	edition
	all        bool
	conditions []condition
}

// skipContext says when a skip is looked at.
type skipContext uint8

const (
	onEvaluation skipContext = 1 << iota
	onForecast
)

// skip is a conditional skip of a series dose.
type skip struct {
	context skipContext
	all     bool
	sets    []clause
}

// skips tells whether a series dose is skipped on a day.
func (w *work) skips(t *track, d *seriesDose, context skipContext, on care.Day) bool {
	for i := range d.skips {
		if s := &d.skips[i]; s.context&context != 0 && w.skipHolds(t, s, on) {
			return true
		}
	}
	return false
}

func (w *work) skipHolds(t *track, s *skip, on care.Day) bool {
	for i := range s.sets {
		holds := w.holds(t, &s.sets[i], on)
		if holds != s.all {
			return holds
		}
	}
	return s.all && len(s.sets) > 0
}

// holds tells whether a clause is true on a day. A nil clause is always true.
func (w *work) holds(t *track, c *clause, on care.Day) bool {
	if c == nil {
		return true
	}
	if !c.edition.holds(on) {
		return false
	}
	for i := range c.conditions {
		holds := w.conditionHolds(t, &c.conditions[i], on)
		if holds != c.all {
			return holds
		}
	}
	return c.all && len(c.conditions) > 0
}

func (w *work) conditionHolds(t *track, c *condition, on care.Day) bool {
	switch c.kind {
	case byAge:
		return w.within(on, c.begin, c.end)
	case byInterval:
		last := w.lastSatisfied(t)
		return last != 0 && on >= w.cal.after(last, c.interval)
	case byCompletedSeries:
		return w.completed(t, c.groups)
	}
	n := w.counted(t, c)
	switch {
	case c.compare < 0:
		return n < c.count
	case c.compare > 0:
		return n > c.count
	}
	return n == c.count
}

// within tells whether a day lies in an age range, the end excluded.
func (w *work) within(on care.Day, begin, end gap) bool {
	return on >= w.cal.age(begin) && (!end.ok || on < w.cal.age(end))
}

// counted counts the doses that a condition asks for: all of its products, or
// where it names none, those that the series is judged by. While a dose is
// judged, only those before it are seen.
func (w *work) counted(t *track, c *condition) int {
	n := 0
	for i := range w.doses[:w.upto] {
		g := &w.doses[i]
		of := &c.vaccines
		if of.empty() {
			of = &t.series.relevant
		}
		if g.vaccine < 0 || !of.has(g.vaccine) || !w.within(g.day, c.begin, c.end) || !(edition{c.from, c.to}).holds(g.day) {
			continue
		}
		if c.validOnly && !t.countsValid(i) {
			continue
		}
		n++
	}
	return n
}
