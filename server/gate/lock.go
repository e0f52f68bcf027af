package gate

import (
	"context"
	"fmt"
	"time"

	"tongjian/records"
)

// lock counts what went wrong with one login, whether there is such a login
// or not, so that both get the same answers.
type lock struct {
	Failures int       `json:"failures"`
	Until    time.Time `json:"until,omitzero"`
}

const (
	lockAfter  = 5 // failures that cost nothing but the try
	lockFirst  = 30 * time.Second
	lockMost   = 15 * time.Minute
	lockForget = 24 * time.Hour
)

// lockFor is how long a login rests after so many failures.
func lockFor(failures int) time.Duration {
	if failures < lockAfter {
		return 0
	}
	return min(lockFirst<<min(failures-lockAfter, 10), lockMost)
}

func (g *Gate) lockID(login string) string { return g.keys.hash("login", login) }

// attempt counts a try before it is made, so that many at once are not more
// than many in a row. It refuses while the login rests.
func (g *Gate) attempt(ctx context.Context, login string) error {
	return edit(ctx, g, limitKind, g.lockID(login), func(r *records.Row, l *lock) error {
		now := g.now()
		if now.Before(l.Until) {
			return &records.TooMany{Code: "signin.locked", After: l.Until.Sub(now)}
		}
		l.Failures++
		l.Until = time.Time{}
		if rest := lockFor(l.Failures); rest > 0 {
			l.Until = now.Add(rest).UTC()
			r.State = "locked"
		}
		r.Expires = now.Add(lockForget).UTC()
		return nil
	})
}

// forgive forgets the failures of a login.
func (g *Gate) forgive(ctx context.Context, login string) error {
	if err := g.store.Remove(ctx, limitKind, g.lockID(login)); err != nil {
		return fmt.Errorf("lifting a lock: %w", err)
	}
	return nil
}

// lockOf gives the failures of a login and until when it rests.
func (g *Gate) lockOf(ctx context.Context, login string) (l lock, err error) {
	err = edit(ctx, g, limitKind, g.lockID(login), func(_ *records.Row, stored *lock) error {
		l = *stored
		return errSame
	})
	return l, err
}

// Unlock lifts the lock from a login before its time. The staff of the
// township or county that the person works in may, and administrators; for all
// others the person is records.ErrNotFound.
func (g *Gate) Unlock(ctx context.Context, by records.Caller, login string) error {
	p, err := g.PersonByLogin(ctx, login)
	if err != nil {
		return err
	}
	switch by.Role {
	case records.Administrator, records.System:
	case records.Township, records.Manager:
		if !by.Serves(p.Clinic) {
			return records.ErrNotFound
		}
	default:
		return records.ErrForbidden
	}
	return g.forgive(ctx, p.Login)
}
