package records

import (
	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/care/immunization"
	"tongjian/care/wellchild"
)

// Rules are the county's choices among the rules of care. The zero value is
// the default.
type Rules struct {
	Growth   growth.Settings
	Vaccines immunization.Options
	Visits   wellchild.Settings // the zero value stands for wellchild.Defaults
}

// Summary is what lists show of a child's judgement. It is made when the
// record changes; what depends on the day is counted again when it is read.
type Summary struct {
	JudgedOn care.Day `json:"judgedOn,omitzero"`
	Due      care.Day `json:"due,omitzero" doc:"Since when, or from when, the next dose or visit can be done"`
	Coming   []Coming `json:"coming,omitempty" doc:"The next doses and visits, the earliest first, at most 8"`
	Overdue  int      `json:"overdue,omitempty" doc:"How many of them are late today"`
	Flags    []string `json:"flags,omitempty" doc:"Ids of growth flags"`
	LastSeen care.Day `json:"lastSeen,omitzero" doc:"Last measurement, dose or visit"`
}

// Coming is a dose or visit that is to come.
type Coming struct {
	Kind    string       `json:"kind" enum:"dose,visit"`
	ID      string       `json:"id"`
	Number  int          `json:"number,omitempty"`
	Name    growth.Words `json:"name"`
	From    care.Day     `json:"from"`
	Overdue care.Day     `json:"overdueFrom,omitzero"`
}

// Doubt is something that a form asks about before it saves. It never blocks.
type Doubt struct {
	Field string `json:"field"`
	Code  string `json:"code"`
	En    string `json:"en"`
	Zh    string `json:"zh"`
}
