package records

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/oklog/ulid/v2"

	"tongjian/care"
)

// ConsultNote is the body of a note in the child's record.
type ConsultNote struct {
	Consult string `json:"consult"`
	Note
}

// ConsultAftercare is the body of the village doctor's half in the child's record.
type ConsultAftercare struct {
	Consult string `json:"consult"`
	Aftercare
}

// Sign signs the paediatrician's note. It becomes an entry of the child's
// record and cannot be changed any more; signing the same note twice is harmless.
func (b *Book) Sign(ctx context.Context, who Caller, id string, n Note) (Consult, error) {
	var err error
	if n.ID, err = cleanID("id", n.ID); err != nil {
		return Consult{}, err
	}
	if err := b.checkNote(&n); err != nil {
		return Consult{}, err
	}
	c, err := b.mine(ctx, who, id, func(c *Consult) ([]Entry, error) {
		switch {
		case c.Note != nil && c.Note.ID == n.ID && string(mustJSON(c.Note)) == string(mustJSON(n)):
			return nil, nil
		case c.Note != nil:
			return nil, &Conflict{Code: "note.signed", Reason: "a note is signed already"}
		case c.TakenBy == nil || c.TakenBy.ID != who.ID || c.State == Cancelled:
			return nil, ErrForbidden
		}
		return one(stepSigned, n), nil
	})
	if err != nil {
		return Consult{}, err
	}
	return b.record(ctx, c)
}

func (b *Book) checkNote(n *Note) error {
	n.Assessment, n.Advice = strings.TrimSpace(n.Assessment), strings.TrimSpace(n.Advice)
	switch {
	case n.Assessment == "":
		return invalid("assessment", "required", "a note says what the doctor thinks it is")
	case n.Advice == "":
		return invalid("advice", "required", "a note gives advice")
	case n.FollowUp != 0 && n.FollowUp < b.Today():
		return invalid("followUp", "day.past", "the follow-up lies in the past")
	case n.Referral == "":
		return invalid("referral", "required", "refer, or say that it is not needed")
	case n.Referral != "none" && strings.TrimSpace(n.ReferralWhy) == "":
		return invalid("referralWhy", "required", "say why the child is referred")
	}
	return nil
}

// CloseConsult writes the village doctor's half: what was done, told, and who follows up.
func (b *Book) CloseConsult(ctx context.Context, who Caller, id string, a Aftercare) (Consult, error) {
	var err error
	if a.ID, err = cleanID("id", a.ID); err != nil {
		return Consult{}, err
	}
	if !a.Accepted && strings.TrimSpace(a.Why) == "" {
		return Consult{}, invalid("why", "required", "say why the advice was not followed")
	}
	c, err := b.mine(ctx, who, id, func(c *Consult) ([]Entry, error) {
		switch {
		case c.Aftercare != nil && string(mustJSON(c.Aftercare)) == string(mustJSON(a)):
			return nil, nil
		case c.Aftercare != nil:
			return nil, &Conflict{Code: "aftercare.done", Reason: "this half is written already"}
		case c.Ended.IsZero():
			return nil, stateConflict(c)
		case c.AskedBy.ID != who.ID && c.Clinic != who.Clinic:
			return nil, ErrForbidden
		}
		return one(stepAftercare, a), nil
	})
	if err != nil {
		return Consult{}, err
	}
	return b.record(ctx, c)
}

// record puts what was signed into the child's record, once each. What a crash
// left out is done at the next start.
func (b *Book) record(ctx context.Context, c Consult) (Consult, error) {
	if c.Note != nil && !c.noteRecorded {
		body := mustJSON(ConsultNote{c.ID, *c.Note})
		if err := b.recordEntry(ctx, c, *c.SignedBy, Entry{ID: entryID(c.ID, "note"), Kind: KindNote, Day: care.DayAt(c.SignedAt, b.zone), Body: body}, "note"); err != nil {
			return c, err
		}
	}
	if c.Aftercare != nil && !c.careRecorded {
		body := mustJSON(ConsultAftercare{c.ID, *c.Aftercare})
		if err := b.recordEntry(ctx, c, *c.AftercareBy, Entry{ID: entryID(c.ID, "aftercare"), Kind: KindAftercare, Day: care.DayAt(c.AftercareAt, b.zone), Body: body}, "aftercare"); err != nil {
			return c, err
		}
	}
	changes, err := b.store.Changes(ctx, consultSubject(c.ID), 0)
	if err != nil {
		return c, fmt.Errorf("reading consult %s: %w", c.ID, err)
	}
	now, err := foldConsult(c.ID, changes)
	if err != nil {
		return c, err
	}
	return *now, nil
}

// entryID names what a consult puts into the child's record: the same each
// time, and no id that a client may have made.
func entryID(consult, what string) string {
	u, err := ulid.ParseStrict(consult)
	if err != nil {
		return NewID()
	}
	sum := sha256.Sum256([]byte(what + "/" + consult))
	copy(u[6:], sum[:10])
	return u.String()
}

func (b *Book) recordEntry(ctx context.Context, c Consult, by Author, e Entry, what string) error {
	who := Caller{ID: by.ID, Name: by.Name, Role: by.Role}
	e.Area = c.Area
	changes, err := b.commit(ctx, who, childSubject(c.Child), -1, func(past []Change) ([]Entry, error) {
		h, err := fold(c.Child, past)
		if err != nil {
			return nil, err
		}
		if _, there := h.byID[e.ID]; there {
			return nil, nil
		}
		return []Entry{e}, nil
	})
	if err != nil {
		return fmt.Errorf("recording the %s of consult %s: %w", what, c.ID, err)
	}
	if err := b.projectChild(ctx, c.Child, changes); err != nil {
		return err
	}
	_, err = b.step(ctx, Caller{Role: System, Name: "system"}, c.ID, func(*Consult) ([]Entry, error) { return one(stepRecorded, what), nil })
	return err
}
