// Package wellchild says which well-child visits a child has had, which are
// due and when, and what is done at each: the thirteen visits of China's norm
// for children of 0 to 6 years (third edition), with the warning signs of
// development, the advice for parents, the follow-up of special cases, and one
// calendar that puts visits and doses on the same day where both may be.
//
// Facts were read in public copies and are not signed off by a county yet;
// what no source decides is marked so. The package will not store, log or
// fetch anything, reads no clock (today is an argument), and judges neither
// growth nor doses: those have rooms of their own.
package wellchild

import "tongjian/care"

// Child is what the plan of visits needs to know about a child.
type Child struct {
	Birth         care.Day
	Discharged    care.Day // from the place of birth; 0 when not known, then the birth day is taken
	Sex           care.Sex
	GestationDays int  // 0 when not known
	BirthWeightG  int  // 0 when not known
	HighRisk      bool // for another reason than early birth or low weight: asphyxia, jaundice, infection, a defect, the mother's history
}

// The limits of early birth and low birth weight (wellchild.json, high-risk newborns).
const (
	pretermDays = 37 * 7
	lowWeightG  = 2500
)

// Preterm tells whether the child was born before 37 weeks; false when not known.
func (c Child) Preterm() bool { return c.GestationDays > 0 && c.GestationDays < pretermDays }

// LowWeight tells whether the child was born below 2500 g; false when not known.
func (c Child) LowWeight() bool { return c.BirthWeightG > 0 && c.BirthWeightG < lowWeightG }

// termDay is the day on which 40 weeks of pregnancy would have been complete;
// the birth day unless the child was born early.
func termDay(c Child) care.Day {
	if !c.Preterm() {
		return c.Birth
	}
	return c.Birth + care.Day(care.Term-c.GestationDays)
}

// seenSoon tells whether a newborn is visited within 3 days.
func (c Child) seenSoon() bool { return c.HighRisk || c.Preterm() || c.LowWeight() }

// Done is a visit that took place. Visit is its id, or empty where only the
// day is known; Items are the ids of the tasks that were done (see Sheet), nil
// where that is not known.
type Done struct {
	Visit string
	Day   care.Day
	Items []string
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
	StateMissed   State = "missed"   // the next visit has taken its place, or the child has outgrown the norm
)

// Visit is one of the thirteen visits of one child. Sheet gives the whole list
// of what is done at one of them.
type Visit struct {
	ID       string    `json:"id"`
	Name     Words     `json:"name"`
	Place    Words     `json:"place"`
	From     care.Day  `json:"from" doc:"First day of its window"`
	Until    care.Day  `json:"until" doc:"Last day of its window"`
	State    State     `json:"state" enum:"done,due,overdue,upcoming,missed"`
	Day      care.Day  `json:"day,omitzero" doc:"When it was done"`
	Late     bool      `json:"late,omitempty" doc:"It was done after its window"`
	Days     int       `json:"days,omitempty" doc:"Days until the window opens (upcoming), until it closes (due), or since it closed (overdue)"`
	Measures []Words   `json:"measures"`
	Checks   []Words   `json:"checks" doc:"Screens and tests"`
	Vaccines []string  `json:"vaccines,omitempty" doc:"Doses that the programme gives at this age, e.g. MMR1"`
	Rule     care.Rule `json:"rule"`
}
