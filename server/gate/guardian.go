package gate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tongjian/records"
)

// State is where a guardian's account on a phone number stands.
type State string

// The states. A number without an account has the state "".
const (
	Waiting State = "new"   // the slip was given out; the next sign-in asks for it
	Open    State = "open"  // signed in before
	Ended   State = "ended" // access was taken away
)

// account is a guardian's way in: one for each phone number, whichever
// children's records name it.
type account struct {
	State   State     `json:"state"`
	Subject string    `json:"subject"` // names the account where the number must not stand
	Slip    string    `json:"slip,omitempty"`
	Tries   int       `json:"tries,omitempty"`
	Until   time.Time `json:"until,omitzero"` // of the slip
}

const (
	slipLife  = 30 * 24 * time.Hour
	slipTries = 5
)

// IssueSlip makes the code of eight digits ("1234 5678") for the clinic's slip
// and gives the number an account where it has none. The next sign-in on the
// number asks for it, within 30 days and five tries; an older slip is void,
// and sessions that are open go on.
func (g *Gate) IssueSlip(ctx context.Context, phone string) (string, error) {
	phone, err := records.Phone(phone)
	if err != nil {
		return "", err
	}
	if !records.CanText(phone) {
		return "", &records.Invalid{Field: "phone", Code: "phone.noText", Reason: "this number gets no text messages"}
	}
	slip := digits(8)
	err = edit(ctx, g, guardianKind, phone, func(r *records.Row, a *account) error {
		if a.Subject == "" {
			a.Subject = records.NewID()
		}
		a.State, a.Slip, a.Tries, a.Until = Waiting, g.keys.hash("slip", phone, slip), 0, g.now().Add(slipLife).UTC()
		r.State = string(a.State)
		return nil
	})
	return slip[:4] + " " + slip[4:], err
}

// EndGuardian takes a number's access away: its sessions end at once and no
// code is sent to it until a new slip is given out. It is no error when the
// number has no account.
func (g *Gate) EndGuardian(ctx context.Context, phone string) error {
	phone, err := records.Phone(phone)
	if err != nil {
		return err
	}
	subject := ""
	err = edit(ctx, g, guardianKind, phone, func(r *records.Row, a *account) error {
		if subject = a.Subject; subject == "" {
			return errSame
		}
		a.State, a.Slip, a.Tries, a.Until = Ended, "", 0, time.Time{}
		r.State = string(a.State)
		return nil
	})
	if err != nil || subject == "" {
		return err
	}
	if err := g.store.Remove(ctx, codeKind, g.codeID(phone)); err != nil {
		return fmt.Errorf("taking a code back: %w", err)
	}
	return g.endAll(ctx, subject, "")
}

// GuardianState tells where the account of a number stands; "" without one.
func (g *Gate) GuardianState(ctx context.Context, phone string) (State, error) {
	phone, err := records.Phone(phone)
	if err != nil {
		return "", err
	}
	a, err := g.account(ctx, phone)
	return a.State, err
}

// account gives a number's account, an empty one where there is none.
func (g *Gate) account(ctx context.Context, phone string) (account, error) {
	a, _, err := read[account](ctx, g, guardianKind, phone)
	if errors.Is(err, records.ErrNotFound) {
		return account{}, nil
	}
	return a, err
}

// checkSlip compares the slip that a first sign-in brings. The try counts
// before it is made.
func (g *Gate) checkSlip(ctx context.Context, phone, slip string) error {
	if slip == "" {
		return &records.Conflict{Code: "slip.needed", Reason: "the first sign-in on this number also asks for the code on the clinic's slip"}
	}
	hash := g.keys.hash("slip", phone, onlyDigits(slip))
	right := false
	err := edit(ctx, g, guardianKind, phone, func(_ *records.Row, a *account) error {
		if a.State != Waiting || a.Tries >= slipTries || !g.now().Before(a.Until) {
			return &records.Conflict{Code: "slip.over", Reason: "this slip is no longer good; ask the clinic for a new one"}
		}
		a.Tries++
		right = same(hash, a.Slip)
		return nil
	})
	if err == nil && !right {
		return &records.Invalid{Field: "slip", Code: "slip.wrong", Reason: "this is not the code on the newest slip"}
	}
	return err
}

// open marks that a number has signed in; its slip has done its work.
func (g *Gate) open(ctx context.Context, phone string) error {
	return edit(ctx, g, guardianKind, phone, func(r *records.Row, a *account) error {
		switch a.State {
		case Open:
			return errSame
		case Ended:
			return errCode
		}
		a.State, a.Slip, a.Tries, a.Until = Open, "", 0, time.Time{}
		r.State = string(a.State)
		return nil
	})
}
