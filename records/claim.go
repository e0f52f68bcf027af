package records

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// claimLife is how long a claim to a number holds without a record that has it.
// A registration or correction takes far less from its claim to its commit.
const claimLife = time.Minute

// claim is who has asked for a number. It says who may write the number down,
// not who has it: that is what the child's own record says.
type claim struct {
	Child string    `json:"child"` // "": nobody any more
	At    time.Time `json:"at"`
}

var errNumberTaken = &Conflict{Code: "number.taken", Reason: "another child holds this number"}

// holderOf gives the child that holds a number, or ErrNotFound. A claim whose
// child has no such number in its record is none.
func (b *Book) holderOf(ctx context.Context, lookup string) (string, error) {
	_, c, err := b.claimOf(ctx, lookup)
	if err != nil {
		return "", err
	}
	holds, err := b.holds(ctx, c.Child, lookup)
	if err == nil && !holds {
		return "", ErrNotFound
	}
	return c.Child, err
}

func (b *Book) claimOf(ctx context.Context, lookup string) (Row, claim, error) {
	r, err := b.store.Row(ctx, "number", lookup)
	if err != nil {
		return r, claim{}, err
	}
	var c claim
	return r, c, unmarshal(r.Body, &c)
}

// holds tells whether a child's record has the number now.
func (b *Book) holds(ctx context.Context, child, lookup string) (bool, error) {
	if child == "" {
		return false, nil
	}
	past, err := b.store.Changes(ctx, childSubject(child), 0)
	if err != nil {
		return false, fmt.Errorf("reading child %s: %w", child, err)
	}
	h, err := fold(child, past)
	if err != nil {
		return false, err
	}
	return h.child.lookup == lookup, nil
}

// claimNumber reserves a number for a child before it is written into the
// record. It is taken over only from a claim that is older than claimLife and
// whose child does not hold it, or that was given back.
func (b *Book) claimNumber(ctx context.Context, lookup, child string) error {
	if lookup == "" {
		return nil
	}
	for {
		err := b.tryClaim(ctx, lookup, child)
		if !errors.Is(err, ErrConflict) || errors.Is(err, errNumberTaken) {
			return err
		}
	}
}

func (b *Book) tryClaim(ctx context.Context, lookup, child string) error {
	r, old, err := b.claimOf(ctx, lookup)
	if errors.Is(err, ErrNotFound) {
		return b.saveClaim(ctx, Row{ID: lookup}, child)
	}
	if err != nil {
		return fmt.Errorf("looking at who claims a number: %w", err)
	}
	if old.Child != child && old.Child != "" {
		if held, err := b.holds(ctx, old.Child, lookup); err != nil {
			return err
		} else if held || b.now().Before(old.At.Add(claimLife)) {
			return errNumberTaken
		}
	}
	if err := b.saveClaim(ctx, r, child); err != nil || old.Child == child {
		return err
	}
	// The one before may have come in between the look and the taking over.
	if held, err := b.holds(ctx, old.Child, lookup); err != nil || !held {
		return err
	}
	r.Version++
	if err := b.saveClaim(ctx, r, old.Child); err != nil && !errors.Is(err, ErrConflict) {
		return err
	}
	return errNumberTaken
}

func (b *Book) saveClaim(ctx context.Context, r Row, child string) error {
	err := b.store.Save(ctx, Row{Kind: "number", ID: r.ID, Version: r.Version + 1, Body: mustJSON(claim{child, b.instant()})})
	if err != nil {
		return fmt.Errorf("claiming a number: %w", err)
	}
	return nil
}

// freeNumber gives back a claim of a child that does not hold the number.
func (b *Book) freeNumber(ctx context.Context, lookup, child string) error {
	if lookup == "" {
		return nil
	}
	r, c, err := b.claimOf(ctx, lookup)
	if errors.Is(err, ErrNotFound) || err == nil && c.Child != child {
		return nil
	}
	if err != nil {
		return fmt.Errorf("giving a number back: %w", err)
	}
	if held, err := b.holds(ctx, child, lookup); err != nil || held {
		return err
	}
	if err := b.saveClaim(ctx, r, ""); !errors.Is(err, ErrConflict) {
		return err
	}
	return nil
}

// keepClaim looks, once the number stands in the record, whether the claim is
// still the child's. One that took longer than claimLife and was overtaken
// loses the number again.
func (b *Book) keepClaim(ctx context.Context, who Caller, lookup, child string) error {
	if lookup == "" {
		return nil
	}
	_, c, err := b.claimOf(ctx, lookup)
	if err != nil {
		return fmt.Errorf("looking at who claims a number: %w", err)
	}
	if c.Child == child {
		return nil
	}
	changes, err := b.commit(ctx, who, childSubject(child), -1, func(past []Change) ([]Entry, error) {
		h, err := fold(child, past)
		if err != nil || h.child.lookup != lookup {
			return nil, err
		}
		return []Entry{{ID: NewID(), Kind: KindIdentity, Area: who.Clinic, Body: mustJSON(kept{Identity: h.child.Identity})}}, nil
	})
	if err != nil {
		return err
	}
	return errors.Join(errNumberTaken, b.projectChild(ctx, child, changes))
}
