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
	best := a.ticks(list)
	most := 0.0
	if len(best) > 0 {
		most = a.gain(best, []guess{{0, 1}})
	}
	for _, i := range list {
		if in := &a.book.Inputs[i]; in.Kind != "bool" {
			if gain := a.gain([]int{i}, in.guesses(a.book)); gain > most || best == nil {
				best, most = []int{i}, gain
			}
		}
	}
	return best
}

// ticks gathers signs for one screen, each time the one that settles most
// together with those before it if none of them is there. A sign that then
// adds nothing (because what it belongs to is ruled out) stays away.
func (a *asker) ticks(list []int) []int {
	var out []int
	have := 0.0
	for len(out) < mostTicks {
		next, most := -1, have
		for _, i := range list {
			if a.book.Inputs[i].Kind != "bool" || slices.Contains(out, i) {
				continue
			}
			if gain := a.gain(append(out, i), []guess{{0, 1}}); gain > most+1e-9 {
				next, most = i, gain
			}
		}
		if next < 0 {
			break
		}
		out, have = append(out, next), most
	}
	slices.Sort(out)
	if len(out) == 0 {
		if i := slices.IndexFunc(list, func(i int) bool { return a.book.Inputs[i].Kind == "bool" }); i >= 0 {
			out = []int{list[i]}
		}
	}
	return out
}

// gain is the expected weight that answers settle. Of signs to tick only
// "none of these" is weighed, by far the most common answer.
func (a *asker) gain(screen []int, answers []guess) float64 {
	sum, all := 0.0, 0.0
	for _, g := range answers {
		for _, i := range screen {
			a.vals[i] = value{true, g.n}
		}
		a.again()
		sum += g.weight * a.settled(screen)
		all += g.weight
	}
	for _, i := range screen {
		a.vals[i] = value{}
	}
	a.again()
	if all == 0 {
		return 0
	}
	return sum / all
}

// nearer is what it is worth to come nearer to settling a rule, against settling it.
const nearer = 0.3

// settled weighs the open rules that are settled now, and those that wait for less.
func (a *asker) settled(screen []int) float64 {
	sum := 0.0
	for k, i := range a.open {
		looks := slices.ContainsFunc(screen, func(input int) bool { return a.book.uses[i][input] })
		switch {
		case !looks:
		case a.rule(i) != Unknown:
			sum += a.weights[k]
		case a.waiting[k] > 0:
			left := float64(len(a.missingRule(i, nil))) / float64(a.waiting[k])
			sum += nearer * a.weights[k] * max(0, 1-left)
		}
	}
	return sum
}
