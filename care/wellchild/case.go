package wellchild

import (
	"cmp"
	"slices"

	"tongjian/care"
	"tongjian/care/growth"
)

// CaseKind is a reason for which a child is followed more closely than the norm's visits.
type CaseKind string

// The special cases.
const (
	Undernutrition CaseKind = "undernutrition"
	Anaemia        CaseKind = "anaemia"
	Rickets        CaseKind = "rickets"
	Overweight     CaseKind = "overweight"
	EarlyOrSmall   CaseKind = "preterm_lbw"
	Development    CaseKind = "development"
)

// Stage is a stage of vitamin D deficiency rickets as the doctor sees it.
type Stage string

// The stages of rickets; StageNone is "looked for and not there", "" is "not looked for".
const (
	StageNone     Stage = "none"
	StageEarly    Stage = "early"    // mostly below 6 months: sweating, irritable, startles at night; bones sound
	StageActive   Stage = "active"   // signs in the bones
	StageRecovery Stage = "recovery" //
	StageSequelae Stage = "sequelae" // the bones stay bent
)

// Finding is what was seen on one day. A nil or zero value was not looked for.
type Finding struct {
	Day      care.Day
	WeightZ  *float64 // weight for age
	LengthZ  *float64 // length or height for age
	LeanZ    *float64 // weight for length or height, or BMI for age
	Standard growth.Standard
	HbGL     float64 // haemoglobin in g/L, corrected for altitude where that is done
	Rickets  Stage
	Signs    []string // ids of warning signs that were present
	SignsDue bool     // the signs of the age were asked

	PoorGain     bool // weight gain since the last finding was poor
	CourseDone   bool // the course of iron is finished
	Complication bool // of obesity
	EarlyIllness bool // a severe illness soon after birth
	FeedsBadly   bool
	Deformity    bool // bones are bent
}

// Case is one special case of a child as it stands on a day, worked out from
// the findings: when it opened, how grave it is, when to see the child next,
// whether to refer, and whether it may close.
type Case struct {
	Kind    CaseKind  `json:"kind"`
	Name    Words     `json:"name"`
	Grade   string    `json:"grade,omitempty" doc:"mild, moderate, severe, overweight, obese, the stage of rickets, or low_risk and high_risk"`
	Opened  care.Day  `json:"opened"`
	Last    care.Day  `json:"last" doc:"Day of the newest finding that bears on it"`
	Next    care.Day  `json:"next,omitzero" doc:"When to see the child next; 0 when closed"`
	Until   care.Day  `json:"until,omitzero" doc:"The last day for that; overdue after it"`
	Overdue bool      `json:"overdue,omitempty"`
	Do      []Words   `json:"do,omitempty" doc:"What to do at the next visit"`
	Refer   []Words   `json:"refer,omitempty" doc:"Why to refer; empty when there is no reason"`
	Closed  care.Day  `json:"closed,omitzero" doc:"The day on which its closing rule was met; a doctor closes it"`
	Rule    care.Rule `json:"rule"`
}

// Cases gives the special cases of a child on a day, open ones and those whose
// closing rule is met, from all that was found until then (in any order). A
// case that closed and came back is a new one: only the last of a kind is given.
func (s Settings) Cases(c Child, found []Finding, today care.Day) []Case {
	if c.Birth == 0 {
		return nil
	}
	seen := slices.DeleteFunc(slices.Clone(found), func(f Finding) bool { return f.Day > today || f.Day < c.Birth })
	slices.SortStableFunc(seen, func(a, b Finding) int { return cmp.Compare(a.Day, b.Day) })
	var out []Case
	for _, judge := range []func(Child, []Finding) *Case{s.undernutrition, s.anaemia, s.rickets, s.overweight, s.development} {
		if k := judge(c, seen); k != nil {
			out = append(out, *k)
		}
	}
	if k := s.earlyOrSmall(c, seen, today); k != nil {
		out = append(out, *k)
	}
	for i := range out {
		out[i].Overdue = out[i].Closed == 0 && out[i].Until != 0 && today > out[i].Until
	}
	return out
}

// follow sets when the child is seen next: the interval after a day, with
// as many days of grace as a visit of the norm has.
func (k *Case) follow(last care.Day, every care.Span) {
	k.Last, k.Next = last, last.Add(every, care.Clamp)
	k.Until = k.Next + grace
}

// grace is how many days a follow-up may come late before it is overdue: ours.
const grace = 7

func (k *Case) close(day care.Day) { k.Closed, k.Next, k.Until, k.Refer, k.Do = day, 0, 0, nil, nil }

func caseRule(id string, status care.Status) care.Rule {
	return care.Rule{ID: "CASE-" + id, Edition: "2012", Source: "Technical norm of children's nutritional diseases (2012), public copies", Status: status}
}

func ageMonths(c Child, on care.Day) int { return care.MonthsOn(c.Birth, on, care.Clamp) }
