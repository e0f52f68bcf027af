package records

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tongjian/care"
)

// NewChild is a registration.
type NewChild struct {
	ID string `json:"id" doc:"ULID made by the client; sending it twice is harmless"`
	Identity
	Number    string        `json:"number,omitempty" maxLength:"40" doc:"ID or birth-certificate number; kept sealed"`
	Guardians []NewGuardian `json:"guardians" minItems:"1" maxItems:"6"`
	NotSame   string        `json:"notSame,omitempty" maxLength:"300" doc:"Why this is not the child that the answer 409 offered"`
}

// NewGuardian is a guardian as written at registration.
type NewGuardian struct {
	ID       string `json:"id,omitempty" doc:"ULID; made by the server when empty"`
	Name     string `json:"name" minLength:"1" maxLength:"60"`
	Relation string `json:"relation" enum:"mother,father,grandparent,other"`
	Phone    string `json:"phone,omitempty" maxLength:"40"`
}

// Register opens a record for a child of the caller's areas. When the child
// may be known already the answer is a Conflict "child.lookalike" with what
// may be shown of it, until NotSame gives a reason. A number that another
// child holds is always refused.
func (b *Book) Register(ctx context.Context, who Caller, n NewChild) (Child, error) {
	if who.Role != Village && who.Role != Township && who.Role != System && who.Role != Paediatrician {
		return Child{}, ErrForbidden
	}
	id, err := cleanID("id", n.ID)
	if err != nil {
		return Child{}, err
	}
	identity, err := b.checkIdentity(&n)
	if err != nil {
		return Child{}, err
	}
	if who.Role != System && !who.Serves(identity.Area) {
		return Child{}, errForeignArea
	}
	n.Guardians = slices.Clone(n.Guardians)
	if err := checkGuardianIDs(n.Guardians); err != nil {
		return Child{}, err
	}
	guardians, err := checkGuardians(n.Guardians)
	if err != nil {
		return Child{}, err
	}
	entries := registration(id, identity, guardians, who.Clinic)
	again := func(past []Change) (Child, error) { return b.sentAgain(ctx, who, id, past, entries, n.Guardians) }
	if past, err := b.store.Changes(ctx, childSubject(id), 0); err != nil {
		return Child{}, fmt.Errorf("reading child %s: %w", id, err)
	} else if len(past) > 0 {
		return again(past)
	}
	if err := b.lookFirst(ctx, who, id, n, identity, guardians); err != nil {
		return Child{}, err
	}
	if err := b.claimNumber(ctx, identity.Lookup, id); err != nil {
		return Child{}, err
	}
	changes, err := b.commit(ctx, who, childSubject(id), 0, func([]Change) ([]Entry, error) { return entries, nil })
	if errors.Is(err, ErrConflict) { // sent twice at one moment, and the other was quicker
		past, err := b.store.Changes(ctx, childSubject(id), 0)
		if err != nil {
			return Child{}, fmt.Errorf("reading child %s: %w", id, err)
		}
		return again(past)
	}
	if err != nil {
		return Child{}, err
	}
	if err := b.keepClaim(ctx, who, identity.Lookup, id); err != nil {
		return Child{}, err
	}
	return b.childOf(ctx, id, changes)
}

func registration(child string, identity kept, guardians []GuardianFact, area string) []Entry {
	entries := []Entry{{ID: NewID(), Kind: KindIdentity, Area: area, Body: mustJSON(identity)}}
	for _, g := range guardians {
		entries = append(entries, Entry{ID: NewID(), Kind: KindGuardian, Area: area, Body: mustJSON(g)})
	}
	return entries
}

// sentAgain answers a registration whose id is there: the same child once more, or a clash.
func (b *Book) sentAgain(ctx context.Context, who Caller, id string, past []Change, entries []Entry, sent []NewGuardian) (Child, error) {
	h, err := b.allowedOf(ctx, who, id, past)
	if err != nil {
		return Child{}, err
	}
	var first, again kept
	if err := unmarshal(past[0].Entries[0].Body, &first); err != nil {
		return Child{}, err
	}
	if err := unmarshal(entries[0].Body, &again); err != nil {
		return Child{}, err
	}
	first.Sealed, again.Sealed = "", "" // sealed anew each time
	same, err := sameGuardians(past[0].Entries[1:], entries[1:], sent)
	if err != nil {
		return Child{}, err
	}
	if !same || string(mustJSON(first)) != string(mustJSON(again)) {
		return Child{}, &Conflict{Code: "child.clash", Reason: "another registration was sent with this id"}
	}
	return h.child, b.projectChild(ctx, id, past)
}

// sameGuardians compares the guardians of two registrations; an id that was
// not sent was made by the server and is another one each time.
func sameGuardians(first, again []Entry, sent []NewGuardian) (bool, error) {
	if len(first) != len(again) {
		return false, nil
	}
	for i := range first {
		var a, b GuardianFact
		if err := errors.Join(unmarshal(first[i].Body, &a), unmarshal(again[i].Body, &b)); err != nil {
			return false, err
		}
		if sent[i].ID == "" {
			a.ID, b.ID = "", ""
		}
		if a != b {
			return false, nil
		}
	}
	return true, nil
}

func (b *Book) childOf(ctx context.Context, id string, changes []Change) (Child, error) {
	h, err := fold(id, changes)
	if err != nil {
		return Child{}, err
	}
	return h.child, b.projectChild(ctx, id, changes)
}

var errForeignArea = invalid("area", "area.foreign", "this village is not one of yours")

// exactBirth is the birth day where it is known to the day, else 0.
func (i Identity) exactBirth() care.Day {
	if i.BirthPrecision == "month" || i.BirthPrecision == "year" {
		return 0
	}
	return i.Birth
}

func (b *Book) checkIdentity(n *NewChild) (kept, error) {
	i := &n.Identity
	i.Name, i.MotherName = CleanName(i.Name), CleanName(i.MotherName)
	switch {
	case i.Name == "" && i.MotherName == "":
		return kept{}, invalid("name", "required", "a child has a name, or its mother has one until it is named")
	case i.Sex != care.Male && i.Sex != care.Female:
		return kept{}, invalid("sex", "required", "the sex is M or F")
	case i.Birth == 0:
		return kept{}, invalid("birth", "required", "when was the child born?")
	case i.Birth > b.Today():
		return kept{}, invalid("birth", "birth.future", "the birth day lies in the future")
	case i.Birth < b.Today().AddMonths(-18*12, care.Clamp):
		return kept{}, invalid("birth", "birth.old", "the record is for children under 18 years")
	case i.GestationDays != 0 && (i.GestationDays < 154 || i.GestationDays > 315):
		return kept{}, invalid("gestationDays", "value.impossible", "a pregnancy lasts between 22 and 45 weeks here")
	case i.BirthWeightG != 0 && (i.BirthWeightG < 300 || i.BirthWeightG > 8000):
		return kept{}, invalid("birthWeightG", "value.impossible", "a birth weight lies between 300 and 8000 g")
	case len(i.Area) != 12 || !digits(i.Area):
		return kept{}, invalid("area", "area.code", "a village has 12 digits")
	}
	i.Allergies, i.Reactions = trimmed(i.Allergies), trimmed(i.Reactions)
	number, err := cleanNumber("number", n.Number, i.exactBirth())
	if err != nil || number == "" {
		return kept{Identity: *i}, err
	}
	return kept{*i, b.keys.sealed(number, n.ID), b.keys.found(number), number[len(number)-2:]}, nil
}

// checkGuardianIDs brings the ids that were sent into one form.
func checkGuardianIDs(list []NewGuardian) error {
	for i := range list {
		if list[i].ID == "" {
			continue
		}
		id, err := cleanID(fmt.Sprintf("guardians[%d].id", i), list[i].ID)
		if err != nil {
			return err
		}
		list[i].ID = id
	}
	return nil
}

func checkGuardians(list []NewGuardian) ([]GuardianFact, error) {
	if len(list) == 0 {
		return nil, invalid("guardians", "required", "a child has a guardian")
	}
	var out []GuardianFact
	for i, g := range list {
		field := fmt.Sprintf("guardians[%d]", i)
		fact := GuardianFact{ID: g.ID, Name: CleanName(g.Name), Relation: g.Relation}
		if fact.ID == "" {
			fact.ID = NewID()
		}
		if slices.ContainsFunc(out, func(o GuardianFact) bool { return o.ID == fact.ID }) {
			return nil, invalid(field+".id", "id.form", "two guardians have one id")
		}
		if fact.Name == "" {
			return nil, invalid(field+".name", "required", "a guardian has a name")
		}
		if strings.TrimSpace(g.Phone) != "" {
			phone, err := Phone(g.Phone)
			if err != nil {
				var bad *Invalid
				if errors.As(err, &bad) {
					bad.Field = field + ".phone"
				}
				return nil, err
			}
			fact.Phone = phone
		}
		out = append(out, fact)
	}
	return out, nil
}

func trimmed(list []string) []string {
	var out []string
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}
