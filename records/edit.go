package records

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// IdentityEdit corrects who a child is. Version is the one that the editor saw.
// As JSON, an optional field that is left out stays as it is; an empty one
// ("", 0, false, [], "unknown") clears it. Made in Go, it is meant whole.
type IdentityEdit struct {
	Version int `json:"version"`
	Identity
	Number *string `json:"number,omitempty" maxLength:"40" doc:"A new number, or empty to take it away; left out: the one that is kept stays"`
	Why    string  `json:"why,omitempty" maxLength:"300"`
	sent   map[string]json.RawMessage
}

// UnmarshalJSON reads an edit and remembers which fields were sent.
func (e *IdentityEdit) UnmarshalJSON(text []byte) error {
	type plain IdentityEdit
	if err := json.Unmarshal(text, (*plain)(e)); err != nil {
		return err
	}
	e.sent = nil
	return json.Unmarshal(text, &e.sent)
}

// over gives the identity that is meant, with what was left out as it was.
func (e IdentityEdit) over(was Identity) Identity {
	i := e.Identity
	if e.sent == nil {
		return i
	}
	unsent(e.sent, "birthPrecision", &i.BirthPrecision, was.BirthPrecision)
	unsent(e.sent, "birthEstimated", &i.BirthEstimated, was.BirthEstimated)
	unsent(e.sent, "gestationDays", &i.GestationDays, was.GestationDays)
	unsent(e.sent, "birthWeightG", &i.BirthWeightG, was.BirthWeightG)
	unsent(e.sent, "motherHBsAg", &i.MotherHBsAg, was.MotherHBsAg)
	unsent(e.sent, "allergies", &i.Allergies, was.Allergies)
	unsent(e.sent, "reactions", &i.Reactions, was.Reactions)
	unsent(e.sent, "motherName", &i.MotherName, was.MotherName)
	return i
}

func unsent[T any](sent map[string]json.RawMessage, name string, field *T, was T) {
	if _, ok := sent[name]; !ok {
		*field = was
	}
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
	identity, err := b.corrected(who, h, edit)
	if err != nil {
		return Child{}, err
	}
	if identity.Lookup != h.child.lookup {
		if err := b.claimNumber(ctx, identity.Lookup, id); err != nil {
			return Child{}, err
		}
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

// corrected gives the identity that an edit makes of the one that is kept.
func (b *Book) corrected(who Caller, h *history, edit IdentityEdit) (kept, error) {
	n := NewChild{ID: h.child.ID, Identity: edit.over(h.child.Identity)}
	if n.Area != h.child.Area && who.Role != System {
		if !who.Serves(h.child.Area) { // sees the child by an opening alone
			return kept{}, ErrForbidden
		}
		if !who.Serves(n.Area) {
			return kept{}, errForeignArea
		}
	}
	if edit.Number != nil {
		n.Number = *edit.Number
	}
	identity, err := b.checkIdentity(&n)
	if err != nil {
		return kept{}, err
	}
	if edit.Number == nil {
		identity.Sealed, identity.Lookup, identity.LastTwo = h.child.sealed, h.child.lookup, h.child.LastTwo
	}
	return identity, b.checkBirth(h, identity)
}

// checkBirth refuses a birth day after facts that stand, and one that is not
// the day inside the number that is kept.
func (b *Book) checkBirth(h *history, i kept) error {
	for _, kind := range []Kind{KindMeasurement, KindDose, KindVisit} {
		for _, e := range h.standing(kind) {
			if e.Day < i.Birth {
				return invalid("birth", "birth.late", "doses, measurements or visits stand on days before it; correct them first")
			}
		}
	}
	if i.Sealed == "" || i.Lookup != h.child.lookup {
		return nil
	}
	number, err := b.keys.opened(i.Sealed, h.child.ID)
	if err != nil {
		return err
	}
	_, err = cleanNumber("birth", number, i.exactBirth())
	return err
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
		h, err := b.allowedOf(ctx, who, id, past)
		if err == nil && who.Role != System && !who.Serves(h.child.Area) { // sees the child by an opening alone
			err = ErrForbidden
		}
		known := h != nil && slices.ContainsFunc(h.child.Guardians, func(old GuardianFact) bool { return old.ID == g.ID })
		if err == nil && !known { // an id that is in the record stays good, whatever its form
			_, err = cleanID("guardian", g.ID)
		}
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
