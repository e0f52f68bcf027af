package signaling

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// TicketLife is how long a ticket may be used to join.
const TicketLife = 60 * time.Second

// ticketLeeway forgives clocks of other nodes that are ahead of ours.
const ticketLeeway = 2 * time.Second

const audience = "call"

// Grant is what a ticket gives: one person in one room.
type Grant struct {
	Room       string    // at most 128 characters
	Person     string    // who, as the rest of the program names them; unique in a room
	Name, Role string    // what others see
	MaxPeers   int       // people in the room, 2 to 5; 0 means 5
	CanPublish bool      // may send sound, picture and screen
	CanAdmit   bool      // may let people in who knock
	Knock      bool      // must be let in
	Until      time.Time // the end of the access; zero is open
}

// Tickets makes and checks tickets: JWTs signed with EdDSA, one room and one
// person each, used once. The memory of used ones is this process's own: a
// ticket names the node that made it by its issuer.
type Tickets struct {
	issuer string
	kid    string
	key    ed25519.PrivateKey
	keys   map[string]ed25519.PublicKey // by kid
	now    func() time.Time

	mu   sync.Mutex           // guards used
	used map[string]time.Time // ticket id -> when it may be forgotten
}

// NewTickets signs with key and accepts tickets of key alone. issuer names this
// node or service.
func NewTickets(issuer, kid string, key ed25519.PrivateKey) *Tickets {
	pub := key.Public().(ed25519.PublicKey)
	return &Tickets{
		issuer: issuer, kid: kid, key: key, keys: map[string]ed25519.PublicKey{kid: pub},
		now: time.Now, used: map[string]time.Time{},
	}
}

type claims struct {
	jwt.RegisteredClaims
	Room  string `json:"room"`
	Name  string `json:"name"`
	Role  string `json:"role"`
	Max   int    `json:"max"`
	Pub   bool   `json:"pub"`
	Adm   bool   `json:"adm"`
	Knock bool   `json:"knock,omitempty"`
	Until int64  `json:"until,omitempty"`
}

// Issue makes a ticket that is good for TicketLife from now.
func (t *Tickets) Issue(g Grant) (string, error) {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails
	now := t.now()
	c := claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: t.issuer, Audience: jwt.ClaimStrings{audience}, Subject: g.Person,
			ID:       base64.RawURLEncoding.EncodeToString(id),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(TicketLife)),
		},
		Room: g.Room, Name: g.Name, Role: g.Role, Max: g.MaxPeers, Pub: g.CanPublish, Adm: g.CanAdmit, Knock: g.Knock,
	}
	if !g.Until.IsZero() {
		c.Until = g.Until.Unix()
	}
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, c)
	token.Header["kid"] = t.kid
	out, err := token.SignedString(t.key)
	if err != nil {
		return "", fmt.Errorf("signing a ticket: %w", err)
	}
	return out, nil
}

// Admit checks a ticket and uses it up, which fits Hooks.Admit. A room that is
// not empty must be the ticket's own. Its errors are refusals; a ticket that is
// refused is not used up.
func (t *Tickets) Admit(_ context.Context, ticket, room string) (Grant, error) {
	c, err := t.parse(ticket)
	if err != nil {
		return Grant{}, err
	}
	if room != "" && room != c.Room {
		return Grant{}, ErrTicketRoom
	}
	if c.Until != 0 && t.now().Unix() >= c.Until {
		return Grant{}, ErrTicketLate
	}
	if !t.use(c.ID, c.ExpiresAt.Time) {
		return Grant{}, ErrTicketUsed
	}
	g := Grant{
		Room: c.Room, Person: c.Subject, Name: c.Name, Role: c.Role, MaxPeers: c.Max,
		CanPublish: c.Pub, CanAdmit: c.Adm, Knock: c.Knock,
	}
	if c.Until != 0 {
		g.Until = time.Unix(c.Until, 0)
	}
	return g, nil
}

func (t *Tickets) parse(ticket string) (*claims, error) {
	var c claims
	_, err := jwt.ParseWithClaims(ticket, &c, t.keyOf,
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
		jwt.WithIssuer(t.issuer), jwt.WithAudience(audience),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
		jwt.WithLeeway(ticketLeeway), jwt.WithTimeFunc(t.now))
	switch {
	case errors.Is(err, jwt.ErrTokenExpired) && !errors.Is(err, jwt.ErrTokenSignatureInvalid):
		return nil, ErrTicketLate
	case err != nil, c.ID == "", c.Subject == "", c.Room == "", len(c.Room) > 128, c.IssuedAt == nil:
		return nil, ErrTicketBad
	case c.ExpiresAt.Sub(c.IssuedAt.Time) > TicketLife:
		return nil, ErrTicketBad
	}
	return &c, nil
}

func (t *Tickets) keyOf(token *jwt.Token) (any, error) {
	kid, _ := token.Header["kid"].(string)
	if key, ok := t.keys[kid]; ok {
		return key, nil
	}
	return nil, ErrTicketBad
}

// use marks a ticket as used and forgets those that have run out.
func (t *Tickets) use(id string, until time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	for old, end := range t.used {
		if now.After(end) {
			delete(t.used, old)
		}
	}
	if _, was := t.used[id]; was {
		return false
	}
	t.used[id] = until.Add(2 * ticketLeeway)
	return true
}
