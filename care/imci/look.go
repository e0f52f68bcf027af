package imci

import "slices"

// child is one set of findings under the rules.
type child struct {
	book     *rules
	settings Settings
	vals     []value
	problems []Problem
	days     value
	done     []bool // rules that are worked out
	truth    []Tri
}

func look(s Settings, f Findings) *child {
	vals, problems := book.read(f)
	c := &child{book: book, settings: s, vals: vals, problems: problems}
	c.again()
	return c
}

// again forgets what was worked out, because an answer changed.
func (c *child) again() {
	c.days = c.vals[c.book.input["age_days"]]
	if c.done == nil {
		c.done, c.truth = make([]bool, len(c.book.Rules)), make([]Tri, len(c.book.Rules))
	}
	clear(c.done)
}

// everyAge is the band of rules and questions that hold at every age of the
// table: emergency signs need no age.
var everyAge = [2]int{0, 2556}

// inAge tells whether an age in days lies in a band; unknown where the age is,
// unless the band is every age.
func (c *child) inAge(band [2]int) Tri {
	if !c.days.known {
		if band == everyAge {
			return Yes
		}
		return Unknown
	}
	return triOf(int(c.days.n) >= band[0] && int(c.days.n) <= band[1])
}

// rule tells whether a rule fires: its condition and the child's age.
func (c *child) rule(i int) Tri {
	if !c.done[i] {
		r := &c.book.Rules[i]
		age := c.inAge(r.Days)
		if age != No {
			age = age.And(c.holds(r.cond))
		}
		c.truth[i], c.done[i] = age, true
	}
	return c.truth[i]
}

// holds gives the truth of a condition.
func (c *child) holds(n *node) Tri {
	switch n.kind {
	case kAll:
		out := Yes
		for _, kid := range n.kids {
			if out = out.And(c.holds(kid)); out == No {
				break
			}
		}
		return out
	case kAny, kClass, kDerived:
		return c.holdsAny(n)
	case kNot:
		return c.holds(n.kids[0]).Not()
	case kAtLeast:
		yes, unknown := 0, 0
		for _, kid := range n.kids {
			switch c.holds(kid) {
			case Yes:
				yes++
			case Unknown:
				unknown++
			}
		}
		return atLeast(n.n, yes, unknown)
	case kKnown:
		return triOf(c.vals[n.input].known && c.inAge(c.book.Inputs[n.input].Days) != No)
	case kPolicy:
		return triOf(n.name == "single_convulsion" && n.value == c.settings.SingleConvulsion)
	}
	return c.compare(n)
}

func (c *child) holdsAny(n *node) Tri {
	out := No
	for i := 0; i < max(len(n.kids), len(n.refs)) && out != Yes; i++ {
		switch n.kind {
		case kAny:
			out = out.Or(c.holds(n.kids[i]))
		case kClass:
			out = out.Or(c.rule(n.refs[i]))
		case kDerived:
			out = out.Or(c.holds(c.book.Derived[n.refs[i]].cond))
		}
	}
	return out
}

// compare judges one answer. A question that is not for this age counts as no.
func (c *child) compare(n *node) Tri {
	age := c.inAge(c.book.Inputs[n.input].Days)
	if age == No || !c.vals[n.input].known {
		return age.And(Unknown)
	}
	return age.And(triOf(n.meets(c.vals[n.input].n)))
}

// meets holds a number against those of a comparison.
func (n *node) meets(x float64) bool {
	switch n.op {
	case ">":
		return x > n.vals[0]
	case ">=":
		return x >= n.vals[0]
	case "<":
		return x < n.vals[0]
	case "<=":
		return x <= n.vals[0]
	}
	return slices.Contains(n.vals, x)
}
