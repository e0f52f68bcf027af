package imci

import (
	"slices"
	"strings"
)

// Step is what to ask next.
type Step struct {
	Ask     []Input `json:"ask" doc:"The questions of one screen: one, or up to eight signs to tick, with 'none of these'; empty when done"`
	Could   []Words `json:"could" doc:"The gravest classifications that they decide"`
	MayStop bool    `json:"mayStop" doc:"No open question can raise the priority any more"`
	Done    bool    `json:"done" doc:"No open question can change the answer any more"`
	Reason  Words   `json:"reason"`
}

// Next gives the questions that bring the answer nearest with the fewest
// screens, by the default settings; see Settings.Next.
func Next(f Findings) Step { return Defaults().Next(f) }

// Next gives what to ask next: danger signs and emergency signs first, then
// the symptoms, then whatever settles most of what is still open, and last the
// measurements that a clinic may lack. Signs to tick come together on one
// screen, because "none of these" is one tap. A question that was asked and could not be
// answered is put into the findings as nil: it stays unknown and is not asked
// again.
func (s Settings) Next(f Findings) Step {
	if s.SingleConvulsion == "" {
		s = Defaults()
	}
	c := look(s, f)
	a := &asker{child: c, open: c.unknownRules(), asked: f}
	a.weigh()
	out := Step{Ask: []Input{}, Could: []Words{}}
	out.MayStop, out.Reason = a.mayStop()
	list := a.candidates()
	if len(list) == 0 {
		out.Done = true
		return out
	}
	screen := a.best(list)
	for _, i := range screen {
		out.Ask = append(out.Ask, c.book.Inputs[i].shown())
	}
	out.Could = a.decides(screen[0])
	return out
}

// asker is a child with the rules that are open.
type asker struct {
	*child
	open    []int
	weights []float64 // of each open rule
	waiting []int     // for how many answers each open rule waits
	usedBy  [][]int   // by input, see users
	asked   Findings
}

func (c *child) unknownRules() []int {
	var out []int
	for i := range c.book.Rules {
		if c.rule(i) == Unknown {
			out = append(out, i)
		}
	}
	return out
}

// mayStop tells whether the priority is settled: it is the highest, or nothing
// open is more urgent than what holds. Of the measurements that a clinic may
// lack, only those of emergency signs (oxygen) are waited for.
func (a *asker) mayStop() (bool, Words) {
	have := a.have()
	if have == 0 {
		return true, Words{"Transfer now; more questions only add detail.", "立即转诊；继续提问只补充细节。"}
	}
	for i := range a.book.Rules {
		waiting := len(a.notAskedYet(a.missingRule(i, nil))) > 0 || len(a.emergencyMeasures(i)) > 0
		if waiting && rank(urgencies, a.book.Rules[i].Urgency) < have {
			return false, Words{"Something more urgent is not ruled out.", "更紧急的情况尚未排除。"}
		}
	}
	return true, Words{"The priority is settled.", "优先级已定。"}
}

// have is the rank of the most urgent rule that holds.
func (a *asker) have() int {
	have := len(urgencies)
	for i := range a.book.Rules {
		if a.rule(i) == Yes {
			have = min(have, rank(urgencies, a.book.Rules[i].Urgency))
		}
	}
	return have
}

// emergencyMeasures are the measurements that an emergency rule did without
// and that were not asked for.
func (a *asker) emergencyMeasures(i int) []int {
	if a.book.Rules[i].Section != "emergency" {
		return nil
	}
	return a.notAskedYet(a.waits(i, true))
}

// stage orders questions: danger, emergency, symptoms, the rest.
func stage(in *input) int {
	switch {
	case in.ID == "age_days" || in.ID == "age_months":
		return 0
	case isDanger(in):
		return 1
	case in.Section == "emergency" || in.ID == "spo2_pct":
		return 2
	case in.Need == "always":
		return 3
	case strings.HasSuffix(in.ID, "_not_feasible"):
		return 5 // only once a second reading was asked for
	}
	return 4
}

// candidates are the inputs of the earliest stage that open rules wait for and
// that were not asked; when there are none, the optional measurements.
func (a *asker) candidates() []int {
	var list []int
	for i := range a.book.Rules {
		list = union(a.missingRule(i, list), a.emergencyMeasures(i))
	}
	list = a.notAskedYet(list)
	if len(list) == 0 {
		for i := range a.book.Rules {
			list = union(list, a.waits(i, true))
		}
		return a.notAskedYet(list)
	}
	first := slices.MinFunc(list, func(x, y int) int { return stage(&a.book.Inputs[x]) - stage(&a.book.Inputs[y]) })
	at := stage(&a.book.Inputs[first])
	return slices.DeleteFunc(list, func(i int) bool { return stage(&a.book.Inputs[i]) != at })
}

func union(list, more []int) []int {
	for _, x := range more {
		if !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list
}

func (a *asker) notAskedYet(list []int) []int {
	return slices.DeleteFunc(list, func(i int) bool {
		in := &a.book.Inputs[i]
		_, asked := a.asked[in.ID]
		return asked || a.vals[i].known || a.inAge(in.Days) == No
	})
}

// decides names the gravest open classifications that wait for an input.
func (a *asker) decides(input int) []Words {
	out := []Words{}
	for _, s := range severities {
		for _, i := range a.open {
			r := &a.book.Rules[i]
			if r.Severity == s && len(out) < 3 && slices.Contains(a.missingRule(i, nil), input) {
				out = append(out, r.Words)
			}
		}
	}
	return out
}
