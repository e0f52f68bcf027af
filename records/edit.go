package records

import (
	"context"
	"errors"
	"strings"
)

// IdentityEdit corrects who a child is. Version is the one that the editor saw.
type IdentityEdit struct {
	Version int `json:"version"`
	Identity
	Number *string `json:"number,omitempty" doc:"A new number; left out: the one that is kept stays"`
	Why    string  `json:"why,omitempty" maxLength:"300"`
}

// EditIdentity writes a corrected identity. A blank name or sex is refused,
// never taken for a wish to forget; another editor in between is a Conflict "version".
func (b *Book) EditIdentity(ctx context.Context, who Caller, id string, edit IdentityEdit) (Child, error) {
	h, err := b.allowed(ctx, who, id)
	if err != nil {
		return Child{}, err
	}
	if !who.Staff() || who.Role == Manager || who.Role == Administrator {
		return Child{}, ErrForbidden
	}
	if edit.Version != h.child.Version { // before a number is claimed
		return Child{}, &Conflict{Code: "version", Reason: "somebody else changed this in the meantime"}
	}
	n := NewChild{ID: id, Identity: edit.Identity}
	if edit.Number != nil {
		n.Number = *edit.Number
	}
	identity, err := b.checkIdentity(who, &n)
	if err != nil {
		return Child{}, err
	}
	if edit.Number == nil {
		identity.Sealed, identity.Lookup, identity.LastTwo = h.child.sealed, h.child.lookup, h.child.LastTwo
	} else if err := b.claimNumber(ctx, identity.Lookup, id); err != nil {
		return Child{}, err
	}
	entry := Entry{ID: NewID(), Kind: KindIdentity, Area: who.Clinic, Body: mustJSON(identity)}
	changes, err := b.commit(ctx, who, childSubject(id), edit.Version, func([]Change) ([]Entry, error) { return []Entry{entry}, nil })
	if errors.Is(err, ErrConflict) {
		return Child{}, errors.Join(err, b.freeNumber(ctx, identity.Lookup, id))
	}
	if err != nil {
		return Child{}, err
	}
	if err := b.keepClaim(ctx, who, identity.Lookup, id); err != nil {
		return Child{}, err
	}
	if err := b.freeNumber(ctx, h.child.lookup, id); err != nil {
		return Child{}, err
	}
	return b.childOf(ctx, id, changes)
}

// SetGuardian adds a guardian or changes the one of the same id. When a
// guardian ends, or gets another number, the old number sees the child no more.
func (b *Book) SetGuardian(ctx context.Context, who Caller, id string, g GuardianFact) (Child, error) {
	if !who.Staff() || who.Role == Manager {
		return Child{}, ErrForbidden
	}
	list, err := checkGuardians([]NewGuardian{{ID: g.ID, Name: g.Name, Relation: g.Relation, Phone: g.Phone}})
	if err != nil {
		return Child{}, err
	}
	list[0].Ended = g.Ended
	entry := Entry{ID: NewID(), Kind: KindGuardian, Area: who.Clinic, Body: mustJSON(list[0])}
	changes, err := b.commit(ctx, who, childSubject(id), -1, func(past []Change) ([]Entry, error) {
		_, err := b.allowedOf(ctx, who, id, past)
		return []Entry{entry}, err
	})
	if err != nil {
		return Child{}, err
	}
	return b.childOf(ctx, id, changes)
}

// Number gives a child's ID or birth-certificate number in the clear; the look is written down with its reason.
func (b *Book) Number(ctx context.Context, who Caller, id, why string) (string, error) {
	h, err := b.allowed(ctx, who, id)
	if err != nil {
		return "", err
	}
	if !who.Staff() {
		return "", ErrForbidden
	}
	if strings.TrimSpace(why) == "" {
		return "", invalid("why", "required", "say why the number is needed")
	}
	if h.child.sealed == "" {
		return "", ErrNotFound
	}
	if err := b.audit(ctx, who, "view number", childSubject(id), why, ""); err != nil {
		return "", err
	}
	return b.keys.opened(h.child.sealed, id)
}
