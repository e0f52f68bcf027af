package records

import (
	"context"

	"tongjian/care"
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
	_ = h
	return nil, nil
}
