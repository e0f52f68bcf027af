package imci

import (
	"slices"
)

// guess is an answer that may come, and how likely it is against the others.
type guess struct {
	n      float64
	weight float64
}

// usual are the choices that most children have.
var usual = []string{"A", "normal", "immediate", "none", "pass", "ok", "spontaneous", "ge24h", "not_done", "improved"}

// guesses gives the answers that a question may bring: no is more likely than
// yes, the usual choice than the others, and of numbers one from each range
// between the bounds that the rules name.
func (in *input) guesses(b *rules) []guess {
	switch in.Kind {
	case "bool":
		return []guess{{0, 0.85}, {1, 0.15}}
	case "enum":
		var out []guess
		for i, c := range in.Values {
			w := 0.2
			if slices.Contains(usual, c.ID) {
				w = 0.8
			}
			out = append(out, guess{float64(i), w})
		}
		return out
	}
	return b.ranges(in)
}

// ranges gives a number below, at, and above each bound of an input.
func (b *rules) ranges(in *input) []guess {
	var bounds []float64
	for i := range b.Rules {
		bounds = b.Rules[i].cond.bounds(b.input[in.ID], bounds)
	}
	for i := range b.Derived {
		bounds = b.Derived[i].cond.bounds(b.input[in.ID], bounds)
	}
	if len(bounds) == 0 {
		return nil
	}
	slices.Sort(bounds)
	bounds = slices.Compact(bounds)
	out := []guess{{bounds[0] - 1, 1}}
	for i, x := range bounds {
		next := x + 1
		if i+1 < len(bounds) {
			next = (x + bounds[i+1]) / 2
		}
		out = append(out, guess{next, 1})
	}
	return out
}

// bounds gathers the numbers that a condition compares an input with.
func (n *node) bounds(input int, list []float64) []float64 {
	if n.kind == kCompare && n.input == input {
		list = append(list, n.vals...)
	}
	for _, kid := range n.kids {
		list = kid.bounds(input, list)
	}
	return list
}
