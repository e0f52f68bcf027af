package records

import (
	"context"
	"slices"
	"time"
)

// settledAfter is how long a number has to stand in a child's record before
// staff who serve that child may end its access: nobody ends a stranger's by
// writing it into a record first.
const settledAfter = 24 * time.Hour

// MayEndAccess gives the number of a guardian whose access the caller may end,
// for all its children, and writes the reason down. They may when the number
// has stood for a day in the record of a child whom they serve, or when its
// account was never used (unused), and township doctors for every child of
// theirs. Anybody else is ErrForbidden.
func (b *Book) MayEndAccess(ctx context.Context, who Caller, child, guardian, why string, unused func(phone string) (bool, error)) (string, error) {
	h, err := b.allowed(ctx, who, child)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(h.child.Guardians, func(g GuardianFact) bool { return g.ID == guardian })
	if i < 0 || h.child.Guardians[i].Phone == "" {
		return "", ErrNotFound
	}
	phone := h.child.Guardians[i].Phone
	ground, err := b.groundToEnd(ctx, who, h, phone, unused)
	if err != nil {
		return "", err
	}
	if ground == "" {
		if err := b.audit(ctx, who, "refused to end access", childSubject(child), why, ""); err != nil {
			return "", err
		}
		return "", ErrForbidden
	}
	return phone, b.audit(ctx, who, "end guardian's access", childSubject(child), why, ground)
}

// groundToEnd says by what right the caller may end a number's access, "" by none.
func (b *Book) groundToEnd(ctx context.Context, who Caller, h *history, phone string, unused func(string) (bool, error)) (string, error) {
	if !who.Serves(h.child.Area) {
		return "", nil
	}
	if b.settled(h, phone) {
		return "number of this child", nil
	}
	if who.Role == Township {
		return "township", nil
	}
	if ok, err := unused(phone); err != nil || ok {
		return "never used", err
	}
	ground := ""
	err := b.eachRow(ctx, Query{Kind: "child", Term: "t:" + phone}, func(r Row) error {
		if ground != "" || !who.Serves(r.Area) {
			return nil
		}
		other, err := b.allowed(ctx, who, r.ID)
		if err == nil && b.settled(other, phone) {
			ground = "number of child " + r.ID
		}
		return err
	})
	return ground, err
}

// settled tells whether a guardian's number was written into a record long enough ago.
func (b *Book) settled(h *history, phone string) bool {
	return slices.ContainsFunc(h.entries, func(e Entry) bool {
		var g GuardianFact
		return e.Kind == KindGuardian && b.now().Sub(e.At) >= settledAfter && unmarshal(e.Body, &g) == nil && g.Phone == phone
	})
}
