package imci

import (
	"slices"
	"strings"
)

var priorities = []Priority{P1, P2, P3, P4}

// labels say what each priority means (review: four, and unsorted).
var labels = map[Priority]Words{
	P1:       {"transfer now, phone within 5 minutes", "立即转诊，5分钟内电话"},
	P2:       {"consult within 30 minutes", "30分钟内会诊"},
	P3:       {"consult today", "当日会诊"},
	P4:       {"routine", "常规"},
	Unsorted: {"not sorted: the township phones within 10 minutes", "未分级：乡镇10分钟内电话"},
}

// sort sets the priority: that of the gravest classification or vital sign,
// never below what open questions could still bring. While a danger sign is
// not asked it is at least P2; while a symptom that was told may still turn
// out grave, P2; while other symptoms are not asked, P3 (ours). A request
// without any answer is unsorted.
func (c *child) sort(out *Result) {
	if !c.answered() {
		out.Priority, out.Provisional = Unsorted, true
		out.Label, out.Why = labels[Unsorted], []Words{{"triage was skipped", "未做分诊"}}
		return
	}
	out.Priority, out.Why = P4, []Words{}
	raise := func(to Priority, why Words) {
		switch r := rank(priorities, to) - rank(priorities, out.Priority); {
		case r < 0:
			out.Priority, out.Why = to, []Words{why}
		case r == 0:
			out.Why = append(out.Why, why)
		}
	}
	for _, k := range out.Classes {
		raise(priorities[rank(urgencies, k.Urgency)], k.Name)
	}
	for _, v := range out.Vitals {
		if r := rank(levels, v.Level); r < 3 {
			raise(priorities[r], Words{v.Name.En + ": " + v.Why.En, v.Name.Zh + "：" + v.Why.Zh})
		}
	}
	known := out.Priority
	c.open(raise)
	out.Provisional = out.Priority != P1 && (out.Priority != known || len(out.Open) > 0)
	out.Label = labels[out.Priority]
	c.settle(out)
}

// open raises the priority for what was not asked.
func (c *child) open(raise func(Priority, Words)) {
	if c.yes("not_ill") {
		return
	}
	if list := c.unasked(isDanger); len(list) > 0 {
		raise(P2, c.notAsked(list))
		return
	}
	if list := c.unasked(c.isGrave); len(list) > 0 {
		raise(P2, c.notAsked(list))
		return
	}
	if list := c.unasked(func(in *input) bool {
		return in.Need == "always" && in.ID != "weight_kg" && in.Section != "young_infant"
	}); len(list) > 0 {
		raise(P3, c.notAsked(list))
	}
}

// settle gives the urgency where no classification does: that of the priority.
func (c *child) settle(out *Result) {
	if out.Urgency == "" {
		out.Urgency = urgencies[rank(priorities, out.Priority)]
	}
}

// answered tells whether anything but the context was told.
func (c *child) answered() bool {
	for i := range c.book.Inputs {
		in := &c.book.Inputs[i]
		told := in.Section != "context" && in.ID != "weight_kg" || in.ID == "not_ill"
		if told && c.vals[i].known {
			return true
		}
	}
	return false
}

// isDanger tells whether a question is one of the danger signs, among which
// are all that the table asks of every young infant.
func isDanger(in *input) bool {
	return in.Need == "always" && (in.Section == "danger" || in.Section == "young_infant" && in.Days[1] < 60)
}

// isGrave tells whether a question is needed because its symptom was told, and
// could still bring a red classification.
func (c *child) isGrave(in *input) bool {
	symptom, ok := symptoms[in.Need]
	if !ok || c.holds(symptom) != Yes {
		return false
	}
	for i := range c.book.Rules {
		if c.book.Rules[i].Severity == Red && slices.Contains(c.missingRule(i, nil), c.book.input[in.ID]) {
			return true
		}
	}
	return false
}

// symptoms are the conditions under which the questions of a section are needed.
var symptoms = map[string]*node{
	"cough": mustParse("@cough_entry"), "diarrhoea": mustParse("diarrhoea"), "fever": mustParse("@fever"), "ear": mustParse("ear_problem"),
}

func mustParse(s string) *node {
	n, err := book.parse(s, len(book.Rules))
	if err != nil {
		panic(err)
	}
	return n
}

// unasked lists the questions of a kind that are for this age and unknown. A
// temperature that cannot be measured is not asked for when touch was told.
func (c *child) unasked(kind func(*input) bool) []int {
	var out []int
	for i := range c.book.Inputs {
		in := &c.book.Inputs[i]
		if c.vals[i].known || c.inAge(in.Days) == No || !kind(in) {
			continue
		}
		if in.ID == "temp_c" && c.no("thermometer_available") && c.known("hot_to_touch") {
			continue
		}
		out = append(out, i)
	}
	return out
}

func (c *child) notAsked(list []int) Words {
	var en, zh []string
	for _, i := range list[:min(3, len(list))] {
		en, zh = append(en, c.book.Inputs[i].En), append(zh, c.book.Inputs[i].Zh)
	}
	w := Words{"not asked: " + strings.Join(en, ", "), "未问：" + strings.Join(zh, "、")}
	if len(list) > 3 {
		w.En, w.Zh = w.En+" …", w.Zh+"……"
	}
	return w
}

func (c *child) known(id string) bool { return c.vals[c.book.input[id]].known }
func (c *child) yes(id string) bool   { return c.known(id) && c.vals[c.book.input[id]].n == 1 }
func (c *child) no(id string) bool    { return c.known(id) && c.vals[c.book.input[id]].n == 0 }
