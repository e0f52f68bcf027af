package imci

import "slices"

// rank orders severities and urgencies, gravest first.
func rank[T comparable](list []T, x T) int {
	if i := slices.Index(list, x); i >= 0 {
		return i
	}
	return len(list)
}

var (
	severities = []Severity{Red, Yellow, Green}
	urgencies  = []Urgency{EmergencyReferral, UrgentConsult, SameDay, Routine}
)

// classes puts every classification that holds into the result, except those
// that a graver one stands in the place of.
func (c *child) classes(out *Result) {
	out.Classes = []Class{}
	for i := range c.book.Rules {
		if c.rule(i) == Yes && !c.replaced(c.book.Rules[i].Class) {
			out.Classes = append(out.Classes, c.class(i))
		}
	}
	slices.SortStableFunc(out.Classes, func(a, b Class) int {
		if d := rank(severities, a.Severity) - rank(severities, b.Severity); d != 0 {
			return d
		}
		return rank(urgencies, a.Urgency) - rank(urgencies, b.Urgency)
	})
	for _, k := range out.Classes {
		if rank(severities, k.Severity) < rank(severities, out.Severity) {
			out.Severity = k.Severity
		}
		if rank(urgencies, k.Urgency) < rank(urgencies, out.Urgency) {
			out.Urgency = k.Urgency
		}
	}
}

func (c *child) replaced(class string) bool {
	for i := range c.book.Rules {
		if slices.Contains(c.book.Rules[i].Replaces, class) && c.rule(i) == Yes {
			return true
		}
	}
	return false
}

func (c *child) class(i int) Class {
	r := &c.book.Rules[i]
	why := reasons{child: c}
	why.why(r.cond, Yes)
	return Class{ID: r.Class, Name: r.Words, Severity: r.Severity, Urgency: r.Urgency, Section: r.Section, Actions: c.doNow(r),
		Because: c.facts(why.yes), Without: c.facts(why.no), Withheld: r.Severity == Green && c.openRed(r.Section),
		FollowUp: r.FollowUp, ReferTo: r.ReferTo, Notify: r.Notify, Rule: c.book.source(r)}
}

// openRed tells whether a red rule of a section is not ruled out.
func (c *child) openRed(section string) bool {
	for i := range c.book.Rules {
		if r := &c.book.Rules[i]; r.Severity == Red && r.Section == section && c.rule(i) == Unknown {
			return true
		}
	}
	return false
}

// begun tells whether anything of a section was answered.
func (c *child) begun(section string) bool {
	for i := range c.book.Inputs {
		if in := &c.book.Inputs[i]; in.Section == section && c.vals[i].known && c.inAge(in.Days) != No {
			return true
		}
	}
	return false
}

// doubts lists the red rules that are unknown in a section that was begun.
func (c *child) doubts(out *Result) {
	out.Open, out.Complete = []Doubt{}, true
	for i := range c.book.Rules {
		r := &c.book.Rules[i]
		if r.Severity != Red || c.rule(i) != Unknown {
			continue
		}
		out.Complete = false
		if c.begun(r.Section) {
			out.Open = append(out.Open, Doubt{r.Class, r.Words, r.Severity, c.ids(c.missingRule(i, nil))})
		}
	}
}

func (c *child) ids(list []int) []string {
	out := []string{}
	for _, i := range list {
		out = append(out, c.book.Inputs[i].ID)
	}
	return out
}

// needs lists every input that is unknown and could bring a classification,
// those of the gravest first, optional measurements last.
func (c *child) needs(out *Result) {
	out.Missing = []Need{}
	at := map[int]int{}
	add := func(input int, r *rule, optional bool) {
		k, ok := at[input]
		if !ok {
			k = len(out.Missing)
			at[input] = k
			in := &c.book.Inputs[input]
			out.Missing = append(out.Missing, Need{Input: in.ID, Name: in.Words, Severity: r.Severity, Optional: optional})
		}
		n := &out.Missing[k]
		n.Could = append(n.Could, r.Class)
		if rank(severities, r.Severity) < rank(severities, n.Severity) {
			n.Severity = r.Severity
		}
	}
	for _, optional := range []bool{false, true} {
		for i := range c.book.Rules {
			for _, input := range c.waits(i, optional) {
				if k, ok := at[input]; !optional || !ok || out.Missing[k].Optional {
					add(input, &c.book.Rules[i], optional)
				}
			}
		}
	}
	slices.SortStableFunc(out.Missing, func(a, b Need) int {
		if a.Optional != b.Optional {
			if a.Optional {
				return 1
			}
			return -1
		}
		return rank(severities, a.Severity) - rank(severities, b.Severity)
	})
}

// waits gives the inputs for which a rule waits, or the optional measurements
// that it did without.
func (c *child) waits(i int, optional bool) []int {
	if !optional {
		return c.missingRule(i, nil)
	}
	if c.rule(i) == Yes || c.inAge(c.book.Rules[i].Days) == No {
		return nil
	}
	return c.unmeasured(c.book.Rules[i].cond, nil)
}
