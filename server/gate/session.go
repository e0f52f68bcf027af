package gate

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"

	"tongjian/records"
)

// The two kinds of session; also the audiences of their tokens.
const (
	staffKind  = "staff"
	familyKind = "family"
)

// grace is how long the token before the newest stays good while the newest
// was not used: on a bad line the answer that carried it may have been lost.
const grace = time.Minute

// lives says how long a session lasts without a refresh, and in all.
var lives = map[string]struct{ idle, whole time.Duration }{
	staffKind:  {12 * time.Hour, 7 * 24 * time.Hour},
	familyKind: {60 * 24 * time.Hour, 365 * 24 * time.Hour},
}

// session is one sign-in and the family of refresh tokens that follow from
// it. The tokens themselves are nowhere: only their hashes, and the newest one
// sealed by the one before, so that this one gets the same answer twice.
type session struct {
	Kind    string    `json:"kind"`
	Who     string    `json:"who"`     // person id, or phone
	Subject string    `json:"subject"` // in tokens and logs
	Began   time.Time `json:"began"`
	Newest  string    `json:"newest"`           // hash of the newest secret
	Before  string    `json:"before,omitempty"` // hash of the one that it replaced
	Sealed  []byte    `json:"sealed,omitempty"` // the newest secret XOR a pad made from the one before
	Until   time.Time `json:"until,omitzero"`   // the one before is good so long
	Ended   bool      `json:"ended,omitempty"`
}

const (
	familyBytes = 16
	secretBytes = 32
)

// refreshToken is what the cookie holds: the family's own secret, whose hash
// is the session's id, and the secret that changes with each refresh. Who does
// not know the family's secret cannot end a session by guessing.
type refreshToken [familyBytes + secretBytes]byte

func newToken() (t refreshToken) {
	rand.Read(t[:])
	return t
}

func parseToken(text string) (t refreshToken, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return t, err == nil && copy(t[:], b) == len(t) && len(b) == len(t)
}

func (t refreshToken) String() string { return base64.RawURLEncoding.EncodeToString(t[:]) }

// session is the id of the session that the token belongs to.
func (t refreshToken) session() string {
	sum := sha256.Sum256(t[:familyBytes])
	return hex.EncodeToString(sum[:16])
}

func (t refreshToken) hash() string {
	sum := sha256.Sum256(t[familyBytes:])
	return hex.EncodeToString(sum[:])
}

// sealing hides another token's secret behind this one's, or shows it again.
func (t refreshToken) sealing(secret []byte) []byte {
	pad := sha256.Sum256(append([]byte("successor:"), t[familyBytes:]...))
	out := make([]byte, secretBytes)
	subtle.XORBytes(out, secret, pad[:])
	return out
}

// begin starts a session and gives its id and first refresh token.
func (g *Gate) begin(ctx context.Context, kind, who, subject string) (string, refreshToken, error) {
	t := newToken()
	s := session{Kind: kind, Who: who, Subject: subject, Began: g.now().UTC(), Newest: t.hash()}
	err := edit(ctx, g, sessionKind, t.session(), func(r *records.Row, body *session) error {
		*body = s
		r.State, r.Terms, r.Expires = "active", []string{"of:" + subject}, g.lastsTo(s)
		return nil
	})
	return t.session(), t, err
}

// lastsTo is when a session ends if nothing happens from now on.
func (g *Gate) lastsTo(s session) time.Time {
	life := lives[s.Kind]
	idle, whole := g.now().Add(life.idle), s.Began.Add(life.whole)
	if whole.Before(idle) {
		return whole.UTC()
	}
	return idle.UTC()
}

var errEnded = &refusal{"session.ended", "the session has ended; sign in again"}

// refresh changes a refresh token for the next one. The newest token gives a
// new one; the one before gives the newest again for the grace; any other of
// the family was stolen or replayed, and ends the session.
func (g *Gate) refresh(ctx context.Context, kind, text string) (session, refreshToken, error) {
	t, ok := parseToken(text)
	if !ok {
		return session{}, t, errEnded
	}
	var now session
	next, reused := t, false
	err := edit(ctx, g, sessionKind, t.session(), func(r *records.Row, s *session) error {
		if s.Newest == "" || s.Ended || s.Kind != kind {
			return errEnded
		}
		next, reused = t, false
		switch hash := t.hash(); {
		case same(hash, s.Newest):
			copy(next[familyBytes:], freshSecret())
			s.Newest, s.Before, s.Sealed, s.Until = next.hash(), hash, t.sealing(next[familyBytes:]), g.now().Add(grace).UTC()
			r.Expires = g.lastsTo(*s)
			now = *s
			return nil
		case same(hash, s.Before) && g.now().Before(s.Until):
			copy(next[familyBytes:], t.sealing(s.Sealed))
			now = *s
			return errSame
		}
		reused = true
		return errEnded
	})
	if reused {
		if err := g.endSession(ctx, t.session()); err != nil {
			return session{}, t, err
		}
	}
	return now, next, err
}

func freshSecret() []byte {
	b := make([]byte, secretBytes)
	rand.Read(b)
	return b
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// leave ends the session of a refresh token of ours; any other text is no error.
func (g *Gate) leave(ctx context.Context, text string) error {
	t, ok := parseToken(text)
	if !ok {
		return nil
	}
	return g.endSession(ctx, t.session())
}

// endSession ends one session everywhere; it is no error when there is none.
func (g *Gate) endSession(ctx context.Context, id string) error {
	var who string
	err := edit(ctx, g, sessionKind, id, func(r *records.Row, s *session) error {
		if s.Newest == "" || s.Ended {
			return errSame
		}
		s.Ended, who = true, s.Who
		s.Sealed = nil
		r.State = "ended"
		return nil
	})
	if err != nil {
		return fmt.Errorf("ending a session: %w", err)
	}
	if who != "" {
		g.sessions.ended(id, who)
	}
	return nil
}

// endAll ends all sessions of a subject but the one named.
func (g *Gate) endAll(ctx context.Context, subject, but string) error {
	q := records.Query{Kind: sessionKind, State: "active", Term: "of:" + subject, Limit: 200}
	for {
		rows, err := g.store.Rows(ctx, q)
		if err != nil {
			return fmt.Errorf("looking for sessions: %w", err)
		}
		for _, r := range rows {
			if r.ID == but {
				continue
			}
			if err := g.endSession(ctx, r.ID); err != nil {
				return err
			}
		}
		if len(rows) < q.Limit {
			return nil
		}
		q.After = records.Cursor{ID: rows[len(rows)-1].ID}
	}
}
