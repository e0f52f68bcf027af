package imci

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tongjian/care"
)

// text is the table of rules. A condition is written so:
//
//	cough                   the answer is yes
//	avpu=P,U                one of these; also > >= < <= with a number
//	?hb_g_l                 it was measured (unknown counts as no, here alone)
//	@fever                  a derived condition
//	#CH_PNEUMONIA,CH_COLD   one of these classifications holds, by a rule above
//	$single_convulsion=x    a setting of the site
//	2 of [a; b; c]          at least two
//	! & | ( )               not, and, or
//
//go:embed data/rules.json
var text []byte

// input is something that can be found out about a child.
type input struct {
	ID      string      `json:"id"`
	Kind    string      `json:"kind"` // bool, int, number, enum
	Section string      `json:"section"`
	Days    [2]int      `json:"days"` // ages for which it is asked, in days
	Need    string      `json:"need"` // always, or the symptom with which it is needed
	Unit    string      `json:"unit"`
	Range   *[2]float64 `json:"range"`
	Values  []choice    `json:"values"`
	How     *Words      `json:"how"`
	Words
}

type choice struct {
	ID string `json:"id"`
	Words
}

// rule is one row of the decision table.
type rule struct {
	ID       string   `json:"id"`
	Class    string   `json:"class"`
	Days     [2]int   `json:"days"`
	Section  string   `json:"section"`
	Severity Severity `json:"severity"`
	Urgency  Urgency  `json:"urgency"`
	When     string   `json:"when"`
	Actions  []string `json:"actions"`
	Sources  []string `json:"sources"`
	Origin   string   `json:"origin"` // who, nice, cn, or service: ours
	FollowUp int      `json:"followUpDays"`
	ReferTo  string   `json:"referTo"`
	Notify   string   `json:"notify"`
	Replaces []string `json:"replaces"` // classifications that it stands in the place of
	Words
	cond *node
}

type derived struct {
	ID   string `json:"id"`
	When string `json:"when"`
	Words
	cond *node
}

type action struct {
	ID      string   `json:"id"`
	Instead []string `json:"instead"` // actions that it forbids
	Words
}

// rules is the whole table, with where each name stands.
type rules struct {
	Edition string            `json:"edition"`
	Inputs  []input           `json:"inputs"`
	Derived []derived         `json:"derived"`
	Rules   []rule            `json:"rules"`
	Actions []action          `json:"actions"`
	Sources map[string]string `json:"sources"`

	input  map[string]int
	named  map[string]int // derived
	action map[string]int
	uses   [][]bool // by rule and input: whether the rule looks at it, through others too
}

// book is the table of this edition. It is our own data: a fault in it is a
// fault of the build, found by every test.
var book = mustRead(text)

func mustRead(data []byte) *rules {
	b, err := read(data)
	if err != nil {
		panic(err)
	}
	return b
}

func read(data []byte) (*rules, error) {
	b := &rules{input: map[string]int{}, named: map[string]int{}, action: map[string]int{}}
	if err := json.Unmarshal(data, b); err != nil {
		return nil, fmt.Errorf("reading the table of rules: %w", err)
	}
	for i, x := range b.Inputs {
		b.input[x.ID] = i
	}
	for i, x := range b.Actions {
		b.action[x.ID] = i
	}
	for i := range b.Derived {
		d := &b.Derived[i]
		cond, err := b.parse(d.When, len(b.Rules))
		if err != nil {
			return nil, fmt.Errorf("reading the condition %s: %w", d.ID, err)
		}
		d.cond, b.named[d.ID] = cond, i
	}
	for i := range b.Rules {
		if err := b.readRule(i); err != nil {
			return nil, fmt.Errorf("reading the rule %s: %w", b.Rules[i].ID, err)
		}
	}
	return b, nil
}

func (b *rules) readRule(i int) (err error) {
	r := &b.Rules[i]
	for _, a := range r.Actions {
		if _, ok := b.action[a]; !ok {
			return fmt.Errorf("no action %s", a)
		}
	}
	if r.cond, err = b.parse(r.When, i); err != nil {
		return err
	}
	b.uses = append(b.uses, make([]bool, len(b.Inputs)))
	b.mark(r.cond, b.uses[i])
	return nil
}

// mark notes the inputs that a condition looks at.
func (b *rules) mark(n *node, seen []bool) {
	switch n.kind {
	case kCompare, kKnown:
		seen[n.input] = true
	case kDerived:
		b.mark(b.Derived[n.refs[0]].cond, seen)
	case kClass:
		for _, i := range n.refs {
			for k, used := range b.uses[i] {
				seen[k] = seen[k] || used
			}
		}
	}
	for _, kid := range n.kids {
		b.mark(kid, seen)
	}
}

// source names where a rule comes from.
func (b *rules) source(r *rule) care.Rule {
	var names []string
	for _, id := range r.Sources {
		names = append(names, b.Sources[id])
	}
	status := care.Verified
	switch {
	case r.Origin == "service":
		status = care.Ours
	case !slices.ContainsFunc(r.Sources, func(id string) bool { return id != "CLIN" }):
		status = care.Unverified
	}
	return care.Rule{ID: r.ID, Edition: b.Edition, Source: strings.Join(names, "; "), Status: status}
}
