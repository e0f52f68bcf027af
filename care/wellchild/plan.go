package wellchild

import "tongjian/care"

// Plan gives the thirteen visits of a child with their windows and where they
// stand on a day, in order of age; none when the birth day is not known. A
// visit that was recorded without an id counts for the window it falls in.
func Plan(c Child, done []Done, today care.Day) []Visit {
	if c.Birth == 0 {
		return nil
	}
	out := make([]Visit, len(norms))
	for i, n := range norms {
		out[i] = Visit{ID: n.id, Name: n.name, Place: n.place, From: c.Birth.Add(n.from, care.Clamp), Until: n.last(c.Birth),
			Measures: n.measures(), Checks: n.checks, Rule: n.rule()}
	}
	if c.highRisk() {
		out[0].Until = c.Birth + 3
	}
	for i := range out {
		out[i].Day = dayOf(out, i, done)
		out[i].State = stateOf(out, i, today)
	}
	return out
}

// last is the last day of a window. An age of "12 months 29 days" is over at
// the latest when the next month of life begins.
func (n norm) last(birth care.Day) care.Day {
	day := birth.Add(n.until, care.Clamp)
	if n.until.Months == 0 {
		return day
	}
	return min(day, birth.AddMonths(n.until.Months+1, care.Clamp)-1)
}

// dayOf finds when a visit was done: by its id, or by a day inside its window
// or before the next window opens.
func dayOf(all []Visit, i int, done []Done) care.Day {
	v := all[i]
	end := v.Until
	if i+1 < len(all) {
		end = max(end, all[i+1].From-1)
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
	case today < v.From:
		return StateUpcoming
	case today <= v.Until:
		return StateDue
	case i+1 < len(all) && today < all[i+1].From:
		return StateOverdue
	}
	return StateMissed
}

// Known tells whether the norm has a visit of this id.
func Known(id string) bool {
	for _, n := range norms {
		if n.id == id {
			return true
		}
	}
	return false
}
