package wellchild

import (
	"slices"

	"tongjian/care"
)

// Plan gives the thirteen visits by the default settings; see Settings.Plan.
func Plan(c Child, done []Done, today care.Day) []Visit { return Defaults().Plan(c, done, today) }

// Plan gives the thirteen visits of a child with their windows and where they
// stand on a day, in order of age; none when the birth day is not known. A
// visit that was recorded without an id counts for the visit whose window it
// falls in, or which was then overdue.
func (s Settings) Plan(c Child, done []Done, today care.Day) []Visit {
	if c.Birth == 0 {
		return nil
	}
	out := make([]Visit, len(norms))
	for i := range norms {
		n := &norms[i]
		from, until := s.window(n, c)
		out[i] = Visit{ID: n.id, Name: n.name, Place: n.place, From: from, Until: until, Measures: n.measures(), Vaccines: n.vaccines, Rule: n.rule()}
	}
	if c.Discharged == 0 {
		out[0].Rule.Status = care.Ours // the norm counts from discharge
	}
	for i := range out {
		v := &out[i]
		v.Checks = norms[i].checkWords(c, done)
		v.Day = dayOf(out, i, done)
		v.Late = v.Day > v.Until
		v.State = stateOf(out, i, today)
		v.Days = daysOf(*v, today)
	}
	return out
}

// window gives the first and last day of a visit. An age of "12 months 29
// days" is over at the latest when the next month of life begins.
func (s Settings) window(n *norm, c Child) (from, until care.Day) {
	switch n.id {
	case newborn:
		from = max(c.Birth, c.Discharged)
		if c.seenSoon() {
			return from, from + care.Day(s.HomeDaysRisk)
		}
		return from, from + care.Day(s.HomeDays)
	case fullMonth:
		return c.Birth + care.Day(s.FullMonthFrom), c.Birth + care.Day(s.FullMonthUntil)
	}
	from = c.Birth.AddMonths(n.months, care.Clamp)
	last := n.months + n.length - 1
	until = c.Birth.Add(care.Span{Months: last, Days: 29}, care.Clamp)
	return from, min(until, c.Birth.AddMonths(last+1, care.Clamp)-1)
}

// dayOf finds the first day on which a visit was done: by its id, or by a day
// from the opening of its window to the opening of the next.
func dayOf(all []Visit, i int, done []Done) care.Day {
	v := all[i]
	end := v.Until
	if i+1 < len(all) {
		end = all[i+1].From - 1
	}
	var found care.Day
	for _, d := range done {
		if d.Visit == v.ID || d.Visit == "" && d.Day >= v.From && d.Day <= end {
			if found == 0 || d.Day < found {
				found = d.Day
			}
		}
	}
	return found
}

func stateOf(all []Visit, i int, today care.Day) State {
	v := all[i]
	switch {
	case v.Day != 0:
		return StateDone
	case i+1 < len(all) && today >= all[i+1].From:
		return StateMissed
	case today < v.From:
		return StateUpcoming
	case today <= v.Until:
		return StateDue
	case i+1 < len(all):
		return StateOverdue
	}
	return StateMissed
}

func daysOf(v Visit, today care.Day) int {
	switch v.State {
	case StateUpcoming:
		return int(v.From - today)
	case StateDue:
		return int(v.Until - today)
	case StateOverdue:
		return int(today - v.Until)
	}
	return 0
}

// Known tells whether the norm has a visit of this id.
func Known(id string) bool { return indexOf(id) >= 0 }

func indexOf(id string) int {
	return slices.IndexFunc(norms, func(n norm) bool { return n.id == id })
}
