package records

import (
	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/care/immunization"
)

// Rules are the county's choices among the rules of care. The zero value is
// the default.
type Rules struct {
	Growth   growth.Settings
	Vaccines immunization.Options
}

// Summary is what lists show of a child's judgement. It holds for one day and
// is made again when the record changes, or on ChangesOn at the latest.
type Summary struct {
	JudgedOn  care.Day `json:"judgedOn,omitzero"`
	ChangesOn care.Day `json:"changesOn,omitzero" doc:"The day on which the judgement changes by itself"`
	Due       care.Day `json:"due,omitzero" doc:"When the next dose or visit is due"`
	NextDose  string   `json:"nextDose,omitempty" doc:"Series and number, e.g. mmr 1"`
	DoseDay   care.Day `json:"doseDay,omitzero"`
	NextVisit string   `json:"nextVisit,omitempty"`
	VisitDay  care.Day `json:"visitDay,omitzero"`
	Overdue   int      `json:"overdue,omitempty" doc:"Doses and visits that are late"`
	Flags     []string `json:"flags,omitempty" doc:"Ids of growth flags"`
	LastSeen  care.Day `json:"lastSeen,omitzero"`
}

// Doubt is something that a form asks about before it saves. It never blocks.
type Doubt struct {
	Field string `json:"field"`
	Code  string `json:"code"`
	En    string `json:"en"`
	Zh    string `json:"zh"`
}
