package records

import (
	"context"

	"tongjian/care"
	"tongjian/care/growth"
)

// Doubts gives what a form should ask about before it saves a measurement or
// a dose of this child. Nothing is kept, and nothing is refused here.
func (b *Book) Doubts(ctx context.Context, who Caller, id string, day care.Day, m *Measurement, d *Dose) ([]Doubt, error) {
	h, err := b.allowed(ctx, who, id)
	if err != nil {
		return nil, err
	}
	if !who.Staff() {
		return nil, ErrForbidden
	}
	if err := b.audit(ctx, who, "view", childSubject(id), "", "doubts"); err != nil {
		return nil, err
	}
	c, err := b.chartOf(h)
	if err != nil {
		return nil, err
	}
	var out []Doubt
	if m != nil {
		out = append(out, c.measurementDoubts(day, *m)...)
	}
	if d != nil {
		out = append(out, b.doseDoubts(&c, day, *d)...)
	}
	return out, nil
}

func (c *Chart) measurementDoubts(day care.Day, m Measurement) []Doubt {
	var before []growth.Measurement
	for _, old := range c.Measurements {
		before = append(before, old.growth())
	}
	var out []Doubt
	for _, d := range growth.Plausible(c.Child.growthChild(), m.growth(Fact{Day: day}), before) {
		out = append(out, Doubt{Field: d.Field, Code: d.ID, En: d.En, Zh: d.Zh})
	}
	return out
}
