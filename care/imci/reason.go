package imci

import "slices"

// reasons gathers the inputs by which a condition is what it is.
type reasons struct {
	*child
	yes, no []int // inputs that spoke for, and that were looked for and not there
}

func (r *reasons) add(list *[]int, input int) {
	if !slices.Contains(*list, input) {
		*list = append(*list, input)
	}
}

// why gathers what made a condition that is yes (want) or no.
func (r *reasons) why(n *node, want Tri) {
	if r.holds(n) != want {
		return
	}
	switch n.kind {
	case kAll, kAny, kAtLeast:
		for _, kid := range n.kids {
			r.why(kid, want)
			if n.kind == kAll && want == No && r.holds(kid) == No {
				return // one is enough
			}
		}
	case kNot:
		r.why(n.kids[0], want.Not())
	case kDerived:
		r.why(r.book.Derived[n.refs[0]].cond, want)
	case kClass:
		for _, i := range n.refs {
			if r.inAge(r.book.Rules[i].Days) == Yes && r.rule(i) == want {
				r.why(r.book.Rules[i].cond, want)
			}
		}
	case kCompare:
		if !r.vals[n.input].known {
			return
		}
		if want == Yes {
			r.add(&r.yes, n.input)
		} else {
			r.add(&r.no, n.input)
		}
	}
}

// missing gathers the unknown inputs that a condition waits for.
func (c *child) missing(n *node, list []int) []int {
	if c.holds(n) != Unknown {
		return list
	}
	switch n.kind {
	case kAll, kAny, kNot, kAtLeast:
		for _, kid := range n.kids {
			list = c.missing(kid, list)
		}
	case kDerived:
		list = c.missing(c.book.Derived[n.refs[0]].cond, list)
	case kClass:
		for _, i := range n.refs {
			list = c.missingRule(i, list)
		}
	case kCompare:
		list = c.missingAnswer(n.input, list)
	}
	return list
}

// missingAnswer adds an input that is unknown, or the age where that decides
// whether the question is asked at all.
func (c *child) missingAnswer(input int, list []int) []int {
	if c.vals[input].known {
		input = c.book.input["age_days"]
	}
	if !slices.Contains(list, input) {
		list = append(list, input)
	}
	return list
}

// missingRule gathers what a rule waits for: its condition and the age.
func (c *child) missingRule(i int, list []int) []int {
	if c.rule(i) != Unknown {
		return list
	}
	age := c.book.input["age_days"]
	if c.inAge(c.book.Rules[i].Days) == Unknown && !slices.Contains(list, age) {
		list = append(list, age)
	}
	return c.missing(c.book.Rules[i].cond, list)
}

// unmeasured gathers the optional measurements that a condition did without.
func (c *child) unmeasured(n *node, list []int) []int {
	switch n.kind {
	case kKnown:
		in := &c.book.Inputs[n.input]
		if !c.vals[n.input].known && in.Section != "context" && c.inAge(in.Days) != No && !slices.Contains(list, n.input) {
			list = append(list, n.input)
		}
	case kDerived:
		list = c.unmeasured(c.book.Derived[n.refs[0]].cond, list)
	}
	for _, kid := range n.kids {
		list = c.unmeasured(kid, list)
	}
	return list
}

// fact puts one answer into words.
func (c *child) fact(i int) Fact {
	in := &c.book.Inputs[i]
	return Fact{in.ID, in.Words, in.answer(c.vals[i]), in.says(c.vals[i])}
}

func (c *child) facts(list []int) []Fact {
	slices.Sort(list)
	out := []Fact{}
	for _, i := range list {
		out = append(out, c.fact(i))
	}
	return out
}
