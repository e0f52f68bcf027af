package imci

import "slices"

// warmBelow and unwrapFrom are the temperatures in C below which a child is
// warmed and from which it is unwrapped instead (clinical review: wrapping a
// hot infant kills).
const (
	warmBelow  = 36.5
	unwrapFrom = 37.5
)

// doNow gives the actions of a rule for this child: warming by the
// temperature, and nothing by mouth for a child in coma.
func (c *child) doNow(r *rule) []string {
	out := []string{}
	for _, id := range r.Actions {
		if id == "WARM" {
			id = c.warming()
		}
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// warming goes by the newest temperature.
func (c *child) warming() string {
	t := c.vals[c.book.input["temp2_c"]]
	if !t.known {
		t = c.vals[c.book.input["temp_c"]]
	}
	switch {
	case !t.known:
		return "MEASURE_TEMP"
	case t.n < warmBelow:
		return "WARM"
	case t.n >= unwrapFrom:
		return "UNWRAP"
	}
	return ""
}

// actions gathers what to do, in the order of the table (transfer and airway
// first), without what one of them forbids.
func (c *child) actions(out *Result) {
	var wanted, forbidden []string
	for _, k := range out.Classes {
		for _, id := range k.Actions {
			wanted = append(wanted, id)
			forbidden = append(forbidden, c.book.Actions[c.book.action[id]].Instead...)
		}
	}
	allowed := func(id string) bool { return !slices.Contains(forbidden, id) }
	out.Actions = []Action{}
	for _, a := range c.book.Actions {
		if slices.Contains(wanted, a.ID) && allowed(a.ID) {
			out.Actions = append(out.Actions, Action{a.ID, a.Words})
		}
	}
	for i := range out.Classes {
		out.Classes[i].Actions = slices.DeleteFunc(out.Classes[i].Actions, func(id string) bool { return !allowed(id) })
	}
}
