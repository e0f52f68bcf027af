package records

import (
	"context"
	"fmt"
	"slices"
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
	chart, err := b.chartOf(h)
	if err != nil {
		return l, err
	}
	l.Summary = b.summary(&chart)
	return l, nil
}

// summary judges a child for the lists. Nothing private goes into it.
func (b *Book) summary(c *Chart) Summary {
	s := Summary{JudgedOn: c.JudgedOn}
	b.judgeGrowth(c)
	b.judgeVisits(c)
	for _, f := range c.Flags {
		s.Flags = append(s.Flags, f.ID)
	}
	for _, t := range b.toDos(c) {
		if !t.SelfPaid {
			s.Coming = append(s.Coming, Coming{t.Kind, t.ID, t.Number, t.Name, t.From, t.Overdue})
		}
	}
	slices.SortStableFunc(s.Coming, func(x, y Coming) int { return int(x.From - y.From) })
	s.Coming = s.Coming[:min(len(s.Coming), 8)]
	if len(s.Coming) > 0 {
		s.Due = s.Coming[0].From
	}
	for _, list := range [][]Fact{facts(c.Measurements), facts(c.Doses), facts(c.Visits)} {
		for _, f := range list {
			s.LastSeen = max(s.LastSeen, f.Day)
		}
	}
	return s
}

// facts gives what entries of any kind have in common.
func facts[T interface{ fact() Fact }](list []T) []Fact {
	out := make([]Fact, len(list))
	for i, e := range list {
		out[i] = e.fact()
	}
	return out
}

func (f Fact) fact() Fact { return f }

// current counts again what depends on the day.
func (b *Book) current(l Listed) Listed {
	l.Summary.Overdue = 0
	for _, c := range l.Summary.Coming {
		if c.Overdue != 0 && c.Overdue <= b.Today() {
			l.Summary.Overdue++
		}
	}
	return l
}

// Child gives a child's identity and guardians when the caller may see it; the look is written down with why.
func (b *Book) Child(ctx context.Context, who Caller, id, why string) (Child, error) {
	h, err := b.allowed(ctx, who, id)
	if err != nil {
		return Child{}, err
	}
	return h.child, b.audit(ctx, who, "view", childSubject(id), "", why)
}
