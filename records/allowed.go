package records

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// allowed reads a child when the caller may see it. A child whom they may not
// see is ErrNotFound, and the attempt is written down.
func (b *Book) allowed(ctx context.Context, who Caller, id string) (*history, error) {
	changes, err := b.store.Changes(ctx, childSubject(id), 0)
	if err != nil {
		return nil, fmt.Errorf("reading child %s: %w", id, err)
	}
	return b.allowedOf(ctx, who, id, changes)
}

func (b *Book) allowedOf(ctx context.Context, who Caller, id string, changes []Change) (*history, error) {
	if len(changes) == 0 {
		return nil, ErrNotFound
	}
	h, err := fold(id, changes)
	if err != nil {
		return nil, err
	}
	ok, err := b.may(ctx, who, h.child)
	if err != nil {
		return nil, err
	}
	if !ok {
		if err := b.audit(ctx, who, "refused", childSubject(id), "", ""); err != nil {
			return nil, err
		}
		return nil, ErrNotFound
	}
	return h, nil
}

// may is the one rule of who sees a child: guardians their own; staff those of
// their areas, or one that they opened with a reason within the last 24 hours.
func (b *Book) may(ctx context.Context, who Caller, c Child) (bool, error) {
	switch {
	case who.Role == System:
		return true, nil
	case who.Role == Guardian:
		return slices.Contains(c.phones(), who.Phone), nil
	case !who.Staff():
		return false, nil
	case who.Serves(c.Area):
		return true, nil
	}
	return b.opened(ctx, who, c.ID)
}

// opened tells whether the caller opened this child from elsewhere and the 24 hours are not over.
func (b *Book) opened(ctx context.Context, who Caller, child string) (bool, error) {
	r, err := b.store.Row(ctx, "grant", who.ID+"/"+child)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking for leave to see a child: %w", err)
	}
	return r.Expires.After(b.now()), nil
}

// openFor is how long a child from elsewhere stays open to who gave a reason.
const openFor = 24 * time.Hour
