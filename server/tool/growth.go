package tool

import (
	"fmt"
	"strings"

	"tongjian/care/growth"
)

// growthRule scores measurements as WHO's programs do.
type growthRule struct {
	standard string // 0-5, 5-19 or "" for "by the columns"
	digits   int
	form     *form
	plan     []planned // where the columns of CSV are
	kept     []bool    // the columns of CSV that pass through
	json     bool
}

// form is one of the two layouts, with what it gives.
type form struct {
	name    string
	score   func(growth.Body) growth.Scores
	columns []result
}

// planned is an input column that growth reads, and its place.
type planned struct {
	cell int
	measure
}

func newGrowth(o *options) *growthRule {
	return &growthRule{standard: o.standard, digits: o.digits}
}

func (g *growthRule) begin(s *shape, r *report) ([]byte, error) {
	g.form = formOf(g.standard, s.names)
	plan, err := planFor(s.names)
	if err != nil {
		return nil, err
	}
	if s.names != nil && len(plan) == 0 {
		return nil, fmt.Errorf("it has none of the columns %s", strings.Join(measureNames(), ", "))
	}
	g.plan, g.json = plan, s.json
	var replaced []string
	for _, name := range s.names {
		mine := g.form.gives(name)
		g.kept = append(g.kept, !mine)
		if mine {
			replaced = append(replaced, name)
		}
	}
	if len(replaced) > 0 {
		r.note("the columns %s are worked out again and stand at the end", strings.Join(replaced, ", "))
	}
	if s.json {
		return nil, nil
	}
	return g.header(s.names), nil
}

func (g *growthRule) header(names []string) []byte {
	var out []byte
	for i, name := range names {
		if g.kept[i] {
			out = append(appendCell(out, name), ',')
		}
	}
	for _, c := range g.form.columns {
		out = append(append(out, c.name...), ',')
	}
	out[len(out)-1] = '\n'
	return out
}

func (g *growthRule) answer(r *row, out []byte) ([]byte, *fault) {
	plan := g.plan
	if g.json {
		var err error
		if plan, err = planFor(r.names); err != nil {
			return nil, &fault{line: r.line, reason: err.Error()}
		}
	}
	b := growth.NoBody()
	for _, p := range plan {
		if reason := p.read(&b, r.cells[p.cell]); reason != "" {
			return nil, r.bad(p.cell, reason)
		}
	}
	s := g.form.score(b)
	if g.json {
		return g.object(r, &s, out), nil
	}
	return g.line(r, &s, out), nil
}

func (g *growthRule) line(r *row, s *growth.Scores, out []byte) []byte {
	for i, cell := range r.cells {
		if g.kept[i] {
			out = append(appendCell(out, cell), ',')
		}
	}
	for _, c := range g.form.columns {
		out = append(c.write(out, s, g.digits), ',')
	}
	out[len(out)-1] = '\n'
	return out
}

// object writes the members as they came, then the answers; what there is none
// of is null.
func (g *growthRule) object(r *row, s *growth.Scores, out []byte) []byte {
	out = append(out, '{')
	for i, name := range r.names {
		if !g.form.gives(name) {
			out = append(append(appendName(out, name), r.raw[i]...), ',')
		}
	}
	for _, c := range g.form.columns {
		out = appendName(out, c.name)
		before := len(out)
		if c.text {
			out = append(out, '"')
		}
		if out = c.write(out, s, g.digits); len(out) == before || c.text && len(out) == before+1 {
			out = append(out[:before], "null"...)
		} else if c.text {
			out = append(out, '"')
		}
		out = append(out, ',')
	}
	out[len(out)-1] = '}'
	return append(out, '\n')
}

// gives tells whether a column is one of the answers.
func (f *form) gives(name string) bool {
	for _, c := range f.columns {
		if same(c.name, name) {
			return true
		}
	}
	return false
}

// formOf finds the form by the columns: a file that has months of age alone,
// and nothing that only small children are measured for, is of the 5-19 form.
func formOf(standard string, names []string) *form {
	older := false
	for _, name := range names {
		older = older || same(name, "age_months")
	}
	for _, m := range measures {
		for _, name := range names {
			older = older && !(m.young && same(name, m.name))
		}
	}
	if standard == "5-19" || standard == "" && older {
		return &older2007
	}
	return &young2006
}

// planFor finds the columns that growth reads.
func planFor(names []string) ([]planned, error) {
	var plan []planned
	for _, m := range measures {
		found := false
		for i, name := range names {
			if !same(name, m.name) {
				continue
			}
			if found {
				return nil, fmt.Errorf("it has the column %s twice", m.name)
			}
			found = true
			plan = append(plan, planned{i, m})
		}
	}
	return plan, nil
}

// same compares the names of columns: spaces around them and capitals do not matter.
func same(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), b) }
