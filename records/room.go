package records

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// invitationLife is how long an invitation is good for, counted from its making.
const invitationLife = 24 * time.Hour

// invitationsAnHour is how many links one consult sends in an hour at most.
const invitationsAnHour = 5

// Invite makes an invitation of a guardian to a consult and gives the secret
// that goes into the link. The record keeps only its hash. An earlier
// invitation of the same number ends; more than invitationsAnHour is TooMany.
func (b *Book) Invite(ctx context.Context, who Caller, id, guardian string) (Invitation, string, error) {
	var inv Invitation
	secret := make([]byte, 24)
	rand.Read(secret)
	text := base64.RawURLEncoding.EncodeToString(secret)
	_, err := b.mine(ctx, who, id, func(c *Consult) ([]Entry, error) {
		if !c.open() {
			return nil, stateConflict(c)
		}
		h, err := b.allowed(ctx, who, c.Child)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(h.child.Guardians, func(g GuardianFact) bool { return g.ID == guardian && !g.Ended })
		if i < 0 {
			return nil, ErrNotFound
		}
		g := h.child.Guardians[i]
		if !CanText(g.Phone) {
			return nil, invalid("guardian", "phone.noText", "this guardian has no number that gets text messages")
		}
		if err := c.mayInvite(b.now()); err != nil {
			return nil, err
		}
		inv = Invitation{ID: NewID(), Phone: g.Phone, Name: g.Name, Expires: b.instant().Add(invitationLife)}
		var steps []Entry
		for _, old := range c.Invitations {
			if old.Phone == g.Phone && !old.Revoked {
				steps = append(steps, one(stepRevoked, old.ID)...)
			}
		}
		return append(steps, one(stepInvited, invited{inv, hashOf(text)})...), nil
	})
	return inv, text, err
}

// mayInvite counts the links of the last hour, also those that were revoked.
func (c *Consult) mayInvite(now time.Time) error {
	var made []time.Time
	for _, i := range c.Invitations {
		if at := i.Expires.Add(-invitationLife); now.Sub(at) < time.Hour {
			made = append(made, at)
		}
	}
	if len(made) < invitationsAnHour {
		return nil
	}
	return &TooMany{Code: "invitation.many", After: made[len(made)-invitationsAnHour].Add(time.Hour).Sub(now)}
}

// Revoke ends an invitation at once.
func (b *Book) Revoke(ctx context.Context, who Caller, id, invitation string) (Consult, error) {
	return b.mine(ctx, who, id, func(c *Consult) ([]Entry, error) {
		if !slices.ContainsFunc(c.Invitations, func(i Invitation) bool { return i.ID == invitation }) {
			return nil, ErrNotFound
		}
		return one(stepRevoked, invitation), nil
	})
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Seat is somebody's place in a consult's room: how the others see them.
type Seat struct {
	Consult Consult
	Person  string // a guardian is named by the invitation, never by the phone
	Name    string
	Role    Role
}

// Seat tells whether the caller may be in the consult's room now, and as whom:
// staff of the clinic that asked, who took it, the child's township doctors,
// and a guardian with a live invitation for their own number.
func (b *Book) Seat(ctx context.Context, who Caller, id, secret string) (Seat, error) {
	return b.seat(ctx, who, id, func(c *Consult, i Invitation) bool {
		return subtle.ConstantTimeCompare([]byte(c.hashes[i.ID]), []byte(hashOf(secret))) == 1
	})
}

// SeatStill tells whether somebody who was given a seat may still have it:
// the same rule as Seat, with the seat's person in place of the secret. A seat
// that is over is ErrNotFound, ErrForbidden or ErrConflict.
func (b *Book) SeatStill(ctx context.Context, who Caller, id, person string) (Seat, error) {
	seat, err := b.seat(ctx, who, id, func(_ *Consult, i Invitation) bool { return i.ID == person })
	if err == nil && seat.Person != person {
		return Seat{}, ErrForbidden
	}
	return seat, err
}

func (b *Book) seat(ctx context.Context, who Caller, id string, theirs func(*Consult, Invitation) bool) (Seat, error) {
	changes, err := b.store.Changes(ctx, consultSubject(id), 0)
	if err != nil {
		return Seat{}, fmt.Errorf("reading consult %s: %w", id, err)
	}
	c, err := foldConsult(id, changes)
	if err != nil {
		return Seat{}, err
	}
	seat := Seat{Consult: *c, Person: who.ID, Name: who.Name, Role: who.Role}
	if who.Role == Guardian {
		inv, err := b.guardianSeat(ctx, who, c, theirs)
		if err != nil {
			return Seat{}, err
		}
		seat.Person, seat.Name = inv.ID, inv.Name
	} else if err := b.mayConsult(ctx, who, c); err != nil {
		return Seat{}, err
	} else if !c.seats(who) {
		return Seat{}, ErrForbidden
	}
	if c.State != Accepted && c.State != InCall {
		return Seat{}, stateConflict(c)
	}
	return seat, nil
}

// seats tells which of the staff who may see a consult may sit in its room.
// Another doctor comes in by taking it after it was given back.
func (c *Consult) seats(who Caller) bool {
	switch {
	case c.AskedBy.ID == who.ID, c.TakenBy != nil && c.TakenBy.ID == who.ID:
		return true
	case who.Role == Village || who.Role == Township:
		return who.Clinic == c.Clinic || who.Role == Township && who.Serves(c.Area)
	}
	return false
}

func (b *Book) guardianSeat(ctx context.Context, who Caller, c *Consult, theirs func(*Consult, Invitation) bool) (Invitation, error) {
	if c.Version == 0 {
		return Invitation{}, ErrNotFound
	}
	if _, err := b.allowed(ctx, who, c.Child); err != nil {
		return Invitation{}, err
	}
	for _, i := range c.Invitations {
		if i.Phone == who.Phone && !i.Revoked && i.Expires.After(b.now()) && theirs(c, i) {
			return i, nil
		}
	}
	return Invitation{}, ErrNotFound
}

// Joined writes down that somebody came into the room; with two there the call has begun.
func (b *Book) Joined(ctx context.Context, who Caller, id string, people int) error {
	_, err := b.step(ctx, who, id, func(c *Consult) ([]Entry, error) {
		list := one(stepJoined, nil)
		if people >= 2 && c.State == Accepted {
			list = append(list, one(stepBegan, nil)...)
		}
		return list, nil
	})
	return err
}

// Left writes down that somebody is out of the room.
func (b *Book) Left(ctx context.Context, who Caller, id string) error {
	_, err := b.step(ctx, who, id, func(*Consult) ([]Entry, error) { return one(stepLeft, nil), nil })
	return err
}

// Say adds a line to the consult's chat. The line's id is made by who writes;
// the same one twice is one line. An id that is another line's already is
// changed for one of this line alone, so that neither is lost.
func (b *Book) Say(ctx context.Context, who Caller, id, line, text string) error {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 4000 {
		return invalid("text", "text.length", "a line of chat has 1 to 4000 bytes")
	}
	_, err := b.step(ctx, who, id, func(c *Consult) ([]Entry, error) {
		if c.Version == 0 || !c.open() {
			return nil, ErrNotFound
		}
		id := line
		for _, s := range c.Chat {
			if s.ID != id {
				continue
			}
			if s.By.ID == who.ID && s.Text == text {
				return nil, nil
			}
			id = hashOf(who.ID + "\n" + line + "\n" + text)[:26] // the same each time that this line is sent
		}
		return one(stepSaid, map[string]string{"id": id, "text": text}), nil
	})
	return err
}
