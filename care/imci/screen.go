package imci

import "slices"

// mostTicks is how many signs one screen holds.
const mostTicks = 8

// weigh notes what settling each open rule is worth: much if it could raise
// the priority.
func (a *asker) weigh() {
	have := a.have()
	for _, i := range a.open {
		w := 1.0
		if rank(urgencies, a.book.Rules[i].Urgency) < have {
			w = 4
		}
		a.weights = append(a.weights, w)
		a.waiting = append(a.waiting, len(a.missingRule(i, nil)))
	}
}

// best is the screen whose answer can be expected to settle most of what is
// open: signs to tick, or one question with a choice or a number.
func (a *asker) best(list []int) []int {
	slices.Sort(list)
	best, most := a.ticks(list)
	for _, i := range list {
		if in := &a.book.Inputs[i]; in.Kind != "bool" {
			if gain := a.expected(i, in.guesses(a.book)); gain > most || best == nil {
				best, most = []int{i}, gain
			}
		}
	}
	return best
}

// ticks gathers signs for one screen, each time the one that settles most
// together with those before it if none of them is there ("none of these" is
// by far the most common answer). A sign that then adds nothing, because what
// it belongs to is ruled out, stays away.
func (a *asker) ticks(list []int) (out []int, gain float64) {
	signs := slices.DeleteFunc(slices.Clone(list), func(i int) bool { return a.book.Inputs[i].Kind != "bool" })
	had := make([]float64, len(a.open))
	for len(out) < mostTicks && len(signs) > 0 {
		next, most := -1, 1e-9
		for k, i := range signs {
			if g := a.gain(i, 0, had); g > most {
				next, most = k, g
			}
		}
		if next < 0 {
			break
		}
		i := signs[next]
		signs = slices.Delete(signs, next, next+1)
		a.vals[i] = value{true, 0}
		a.again()
		for _, k := range a.users(i) {
			had[k] = a.worth(k)
		}
		out, gain = append(out, i), gain+most
	}
	for _, i := range out {
		a.vals[i] = value{}
	}
	a.again()
	if out == nil && len(signs) > 0 {
		out = signs[:1]
	}
	slices.Sort(out)
	return out, gain
}

// expected is the weight that a question settles in the mean of its answers.
func (a *asker) expected(input int, answers []guess) float64 {
	sum, all := 0.0, 0.0
	had := make([]float64, len(a.open))
	for _, g := range answers {
		sum += g.weight * a.gain(input, g.n, had)
		all += g.weight
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

// gain is what one answer adds to what the open rules were worth before it.
func (a *asker) gain(input int, n float64, had []float64) float64 {
	a.vals[input] = value{true, n}
	a.again()
	sum := 0.0
	for _, k := range a.users(input) {
		sum += a.worth(k) - had[k]
	}
	a.vals[input] = value{}
	a.again()
	return sum
}

// users are the places, in the list of open rules, of those that look at an input.
func (a *asker) users(input int) []int {
	if a.usedBy == nil {
		a.usedBy = make([][]int, len(a.book.Inputs))
		for k, i := range a.open {
			for in, used := range a.book.uses[i] {
				if used {
					a.usedBy[in] = append(a.usedBy[in], k)
				}
			}
		}
	}
	return a.usedBy[input]
}

// nearer is what it is worth to come nearer to settling a rule, against settling it.
const nearer = 0.3

// worth is the weight of an open rule if it is settled now, and part of it if
// it waits for less.
func (a *asker) worth(k int) float64 {
	switch i := a.open[k]; {
	case a.rule(i) != Unknown:
		return a.weights[k]
	case a.waiting[k] > 0:
		left := float64(len(a.missingRule(i, nil))) / float64(a.waiting[k])
		return nearer * a.weights[k] * max(0, 1-left)
	}
	return 0
}
