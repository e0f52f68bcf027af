package wellchild

import (
	"slices"

	"tongjian/care"
)

// DoseDue is a dose that is still to come, as the rules of immunization gave
// it. Days that are not known are 0.
type DoseDue struct {
	Series      string   `json:"series"`
	Number      int      `json:"number" doc:"Of the series"`
	Name        Words    `json:"name"`
	Earliest    care.Day `json:"earliest,omitzero" doc:"First day on which it is valid if every dose before it is given on its day"`
	Recommended care.Day `json:"recommended" doc:"The day on which it is planned"`
	OverdueFrom care.Day `json:"overdueFrom,omitzero"`
	Live        bool     `json:"live,omitempty" doc:"A live vaccine that is injected: 28 days from another unless on the same day"`
	State       string   `json:"state,omitempty"`
}

// VisitDue is the part of a visit that an appointment shows.
type VisitDue struct {
	ID    string   `json:"id"`
	Name  Words    `json:"name"`
	From  care.Day `json:"from"`
	Until care.Day `json:"until"`
	State State    `json:"state"`
}

// Appointment is one day on which parents come, for a visit, for doses, or both.
type Appointment struct {
	Day   care.Day  `json:"day"`
	Until care.Day  `json:"until,omitzero" doc:"Last day on which everything of it is still in time; 0 where something is overdue already or has no last day"`
	Home  bool      `json:"home,omitempty" doc:"The doctor comes to the child"`
	Visit *VisitDue `json:"visit,omitempty"`
	Doses []DoseDue `json:"doses,omitempty"`
	Wait  bool      `json:"wait,omitempty" doc:"A dose is given: the child is observed for 30 minutes"`
}

// liveApart is the distance of injected live vaccines that are not given on one day.
const liveApart = 28

// Sessions gives the first day on or after a day on which the clinic does
// what is asked; nil where every day will do.
type Sessions func(care.Day) care.Day

func (s Sessions) on(day care.Day) care.Day {
	if s == nil {
		return day
	}
	return max(day, s(day))
}

// Calendar puts the visits and doses that are still to come on days, one
// calendar for a parent in order of days, from today. A dose keeps its day (the
// next session from it): it is never put off for a visit. A visit goes to the
// day in its window on which most doses fall. Where the window closes just
// before a day of doses, that whole day moves forward by at most
// Settings.JoinDays, if every dose of it is then valid and no live vaccine
// comes too near to another; where that may not be, the visit follows it by at
// most Settings.SlipDays (a child born on the 10th of a month of 31 days is 31
// days old at dose 2 of hepatitis B, and the full-month visit ends with day
// 30). Visits at home stay alone.
func (s Settings) Calendar(visits []Visit, doses []DoseDue, today care.Day, sessions Sessions) []Appointment {
	c := calendar{join: s.JoinDays, slip: s.SlipDays, sessions: sessions, days: []Appointment{}}
	for _, d := range doses {
		day := sessions.on(max(d.Recommended, d.Earliest, today))
		i := c.at(day)
		c.days[i].Doses = append(c.days[i].Doses, d)
	}
	for i, v := range visits {
		if v.State == StateDone || v.State == StateMissed {
			continue
		}
		last := v.Until
		if v.State == StateOverdue && i+1 < len(visits) {
			last = visits[i+1].From - 1
		}
		c.put(v, max(v.From, today), last)
	}
	for i := range c.days {
		c.days[i].finish(today)
	}
	return c.days
}

// calendar is the days that are filled so far, in order.
type calendar struct {
	join     int
	slip     int
	sessions Sessions
	days     []Appointment
}

// at finds an appointment on a day that has no visit yet, or makes it.
func (c *calendar) at(day care.Day) int {
	i := slices.IndexFunc(c.days, func(a Appointment) bool { return a.Day == day && a.Visit == nil })
	if i < 0 {
		i = c.insert(Appointment{Day: day})
	}
	return i
}

func (c *calendar) insert(a Appointment) int {
	i, _ := slices.BinarySearchFunc(c.days, a.Day, func(b Appointment, d care.Day) int { return int(b.Day - d) })
	c.days = slices.Insert(c.days, i, a)
	return i
}

// put finds the day for a visit between from and last.
func (c *calendar) put(v Visit, from, last care.Day) {
	due := &VisitDue{v.ID, v.Name, v.From, v.Until, v.State}
	if v.ID == newborn {
		c.insert(Appointment{Day: from, Visit: due, Home: true})
		return
	}
	i := c.best(from, last)
	if i < 0 {
		i = c.forward(from, last)
	}
	if i < 0 && v.State != StateOverdue {
		i = c.best(last+1, last+care.Day(c.slip))
	}
	if i < 0 {
		i = c.at(c.sessions.on(from))
	}
	c.days[i].Visit = due
}

// best is the appointment between two days with most doses, the earliest of
// them; -1 where there is none.
func (c *calendar) best(from, last care.Day) int {
	best := -1
	for i, a := range c.days {
		free := a.Day >= from && a.Day <= last && a.Visit == nil
		if free && (best < 0 || len(a.Doses) > len(c.days[best].Doses)) {
			best = i
		}
	}
	return best
}

// forward moves the first day of doses after a window into it, and gives its
// place; -1 where it may not be moved.
func (c *calendar) forward(from, last care.Day) int {
	i := slices.IndexFunc(c.days, func(a Appointment) bool { return a.Day > last })
	if i < 0 || c.days[i].Visit != nil || c.days[i].Day > last+care.Day(c.join) {
		return -1
	}
	day := max(from, c.days[i].Day-care.Day(c.join))
	for _, d := range c.days[i].Doses {
		if d.Earliest == 0 {
			return -1
		}
		day = max(day, d.Earliest)
	}
	day = c.sessions.on(day)
	if day > last || i > 0 && c.days[i-1].Day >= day || !c.apart(i, day) {
		return -1
	}
	c.days[i].Day = day
	return i
}

// apart tells whether the live vaccines of an appointment keep their distance
// from those before it if it is moved forward to a day.
func (c *calendar) apart(i int, day care.Day) bool {
	if !c.days[i].live() {
		return true
	}
	for _, a := range c.days[:i] {
		if a.live() && day-a.Day < liveApart {
			return false
		}
	}
	return true
}

func (a *Appointment) live() bool {
	return slices.ContainsFunc(a.Doses, func(d DoseDue) bool { return d.Live })
}

// finish says until when everything of an appointment is in time.
func (a *Appointment) finish(today care.Day) {
	a.Wait = len(a.Doses) > 0
	limit := func(last care.Day) {
		if last != 0 && (a.Until == 0 || last < a.Until) {
			a.Until = last
		}
	}
	if a.Visit != nil {
		limit(a.Visit.Until)
	}
	for _, d := range a.Doses {
		if d.OverdueFrom != 0 {
			limit(d.OverdueFrom - 1)
		}
	}
	if a.Until < max(a.Day, today) {
		a.Until = 0
	}
}
