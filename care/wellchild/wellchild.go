// Package wellchild says which well-child visits a child has had, which are
// due and when, and what is done at each: the thirteen visits of China's norm
// for children of 0 to 6 years (third edition), read in public copies and not
// signed off by a county yet.
//
// It will not store, log or fetch anything, reads no clock (today is an
// argument), and judges no finding: growth and vaccination have rooms of their
// own.
package wellchild

import "tongjian/care"

// Child is what the plan of visits needs to know about a child.
type Child struct {
	Birth         care.Day
	GestationDays int // 0 when not known
	BirthWeightG  int // 0 when not known
}

// highRisk tells whether a newborn is visited within 3 days of discharge: born
// before 37 weeks or below 2500 g (wellchild.json, high-risk newborns; other
// reasons are the clinic's to know).
func (c Child) highRisk() bool {
	return c.GestationDays > 0 && c.GestationDays < 259 || c.BirthWeightG > 0 && c.BirthWeightG < 2500
}

// Done is a visit that took place. Visit is its id, or empty where only the day is known.
type Done struct {
	Visit string
	Day   care.Day
}

// Words are a short text in the two languages of the product.
type Words struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

// State is where a visit stands on a day.
type State string

// The states of a visit.
const (
	StateDone     State = "done"
	StateDue      State = "due"      // its window is open
	StateOverdue  State = "overdue"  // its window has closed, the next one's has not opened
	StateUpcoming State = "upcoming" // its window has not opened
	StateMissed   State = "missed"   // the next visit has taken its place
)

// Visit is one of the thirteen visits of one child.
type Visit struct {
	ID       string    `json:"id"`
	Name     Words     `json:"name"`
	Place    Words     `json:"place"`
	From     care.Day  `json:"from" doc:"First day of its window"`
	Until    care.Day  `json:"until" doc:"Last day of its window"`
	State    State     `json:"state" enum:"done,due,overdue,upcoming,missed"`
	Day      care.Day  `json:"day,omitzero" doc:"When it was done"`
	Measures []Words   `json:"measures"`
	Checks   []Words   `json:"checks" doc:"Screens and tests"`
	Rule     care.Rule `json:"rule"`
}
