package imci

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The kinds of node of a condition.
type kind int8

const (
	kAll kind = iota
	kAny
	kNot
	kAtLeast
	kCompare // input, op, numbers
	kKnown   // input
	kDerived // ref
	kClass   // refs: rules
	kPolicy  // name=value
)

// node is one part of a condition.
type node struct {
	kind  kind
	kids  []*node
	n     int // at least so many
	input int
	op    string
	vals  []float64
	refs  []int
	name  string
	value string
}

// parser reads a condition from left to right.
type parser struct {
	book *rules
	rest string
	rule int // rules that a class test may name lie before this one
}

func (b *rules) parse(s string, rule int) (*node, error) {
	p := &parser{b, s, rule}
	n, err := p.or()
	if err != nil {
		return nil, fmt.Errorf("%q at %q: %w", s, p.rest, err)
	}
	if p.skip(); p.rest != "" {
		return nil, fmt.Errorf("%q goes on after its end: %q", s, p.rest)
	}
	return n, nil
}

func (p *parser) skip() { p.rest = strings.TrimLeft(p.rest, " ") }

// take tells whether the rest begins with a sign, and steps over it.
func (p *parser) take(sign string) bool {
	p.skip()
	rest, ok := strings.CutPrefix(p.rest, sign)
	if ok {
		p.rest = rest
	}
	return ok
}

func (p *parser) or() (*node, error)  { return p.list(kAny, "|", p.and) }
func (p *parser) and() (*node, error) { return p.list(kAll, "&", p.unary) }

func (p *parser) list(k kind, sign string, part func() (*node, error)) (*node, error) {
	first, err := part()
	if err != nil {
		return nil, err
	}
	out := &node{kind: k, kids: []*node{first}}
	for p.take(sign) {
		n, err := part()
		if err != nil {
			return nil, err
		}
		out.kids = append(out.kids, n)
	}
	if len(out.kids) == 1 {
		return first, nil
	}
	return out, nil
}

func (p *parser) unary() (*node, error) {
	switch {
	case p.take("!"):
		n, err := p.unary()
		return &node{kind: kNot, kids: []*node{n}}, err
	case p.take("("):
		n, err := p.or()
		if err == nil && !p.take(")") {
			err = fmt.Errorf("no closing bracket")
		}
		return n, err
	case p.take("?"):
		i, err := p.known(p.word())
		return &node{kind: kKnown, input: i}, err
	case p.take("@"):
		name := p.word()
		i, ok := p.book.named[name]
		if !ok {
			return nil, fmt.Errorf("no derived condition %q above", name)
		}
		return &node{kind: kDerived, refs: []int{i}}, nil
	case p.take("#"):
		return p.class()
	case p.take("$"):
		n := &node{kind: kPolicy, name: p.word()}
		if !p.take("=") {
			return nil, fmt.Errorf("a setting without a value")
		}
		n.value = p.word()
		return n, nil
	}
	return p.compare()
}

// word takes letters, digits, dots, signs of numbers and underscores.
func (p *parser) word() string {
	p.skip()
	end := strings.IndexFunc(p.rest, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '.' || r == '-')
	})
	if end < 0 {
		end = len(p.rest)
	}
	word := p.rest[:end]
	p.rest = p.rest[end:]
	return word
}

func (p *parser) known(name string) (int, error) {
	i, ok := p.book.input[name]
	if !ok {
		return 0, fmt.Errorf("no input %q", name)
	}
	return i, nil
}

func (p *parser) class() (*node, error) {
	out := &node{kind: kClass}
	for {
		name := p.word()
		i := slices.IndexFunc(p.book.Rules[:p.rule], func(r rule) bool { return r.Class == name })
		if i < 0 {
			return nil, fmt.Errorf("no rule above gives %q", name)
		}
		out.refs = append(out.refs, i)
		if !p.take(",") {
			return out, nil
		}
	}
}

// compare reads "input", "input=a,b", "input>=1" or "2 of [ … ]".
func (p *parser) compare() (*node, error) {
	name := p.word()
	if n, err := strconv.Atoi(name); err == nil {
		return p.atLeast(n)
	}
	i, err := p.known(name)
	if err != nil {
		return nil, err
	}
	out := &node{kind: kCompare, input: i, op: "=", vals: []float64{1}}
	for _, op := range []string{">=", "<=", ">", "<", "="} {
		if p.take(op) {
			out.op = op
			out.vals, err = p.values(&p.book.Inputs[i])
			return out, err
		}
	}
	if p.book.Inputs[i].Kind != "bool" {
		return nil, fmt.Errorf("%s is compared with nothing", name)
	}
	return out, nil
}

func (p *parser) values(in *input) ([]float64, error) {
	var out []float64
	for {
		v, err := in.number(p.word())
		if err != nil {
			return nil, err
		}
		if out = append(out, v); !p.take(",") {
			return out, nil
		}
	}
}

// number gives the value of a word as it is kept: 0 and 1 for no and yes, the
// place of a choice, or the number itself.
func (in *input) number(word string) (float64, error) {
	switch in.Kind {
	case "bool":
		if word == "true" || word == "false" {
			return map[string]float64{"true": 1, "false": 0}[word], nil
		}
	case "enum":
		if i := slices.IndexFunc(in.Values, func(c choice) bool { return c.ID == word }); i >= 0 {
			return float64(i), nil
		}
	default:
		if v, err := strconv.ParseFloat(word, 64); err == nil {
			return v, nil
		}
	}
	return 0, fmt.Errorf("%s cannot be %q", in.ID, word)
}

func (p *parser) atLeast(n int) (*node, error) {
	if p.word() != "of" || !p.take("[") {
		return nil, fmt.Errorf("%d of what?", n)
	}
	out := &node{kind: kAtLeast, n: n}
	for {
		kid, err := p.or()
		if err != nil {
			return nil, err
		}
		out.kids = append(out.kids, kid)
		if p.take("]") {
			return out, nil
		}
		if !p.take(";") {
			return nil, fmt.Errorf("no end of the list")
		}
	}
}
