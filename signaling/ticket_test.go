package signaling

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

func newTickets(t *testing.T) (*Tickets, ed25519.PrivateKey) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return NewTickets("node-1", "k1", key), key
}

func TestTicketIsGoodOnce(t *testing.T) {
	tickets, _ := newTickets(t)
	want := Grant{Room: "r1", Person: "p1", Name: "Li Fang", Role: "village", MaxPeers: 3, CanPublish: true, CanAdmit: true, Until: time.Now().Add(time.Hour).Truncate(time.Second)}
	ticket, err := tickets.Issue(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := tickets.Admit(context.Background(), ticket, "r1")
	if err != nil || !got.Until.Equal(want.Until) {
		t.Fatalf("Admit() = %+v, %v, want %+v", got, err, want)
	}
	got.Until = want.Until
	if got != want {
		t.Errorf("Admit() = %+v, want %+v", got, want)
	}
	if _, err := tickets.Admit(context.Background(), ticket, "r1"); !errors.Is(err, ErrTicketUsed) {
		t.Errorf("second Admit() = %v, want %v", err, ErrTicketUsed)
	}
}

func TestTicketOfAnotherRoomStaysUnused(t *testing.T) {
	tickets, _ := newTickets(t)
	ticket, _ := tickets.Issue(grant("r1", "p1"))
	if _, err := tickets.Admit(context.Background(), ticket, "r2"); !errors.Is(err, ErrTicketRoom) {
		t.Errorf("Admit(other room) = %v, want %v", err, ErrTicketRoom)
	}
	if _, err := tickets.Admit(context.Background(), ticket, "r1"); err != nil {
		t.Errorf("Admit(own room) after it = %v, want nil", err)
	}
}

func TestTicketLateAndForgotten(t *testing.T) {
	tickets, _ := newTickets(t)
	now := time.Now()
	tickets.now = func() time.Time { return now }
	used, _ := tickets.Issue(grant("r1", "p1"))
	late, _ := tickets.Issue(grant("r1", "p2"))
	if _, err := tickets.Admit(context.Background(), used, ""); err != nil {
		t.Fatal(err)
	}
	now = now.Add(TicketLife + ticketLeeway + time.Second)
	for name, ticket := range map[string]string{"unused": late, "used": used} {
		if _, err := tickets.Admit(context.Background(), ticket, ""); !errors.Is(err, ErrTicketLate) {
			t.Errorf("Admit(%s, late) = %v, want %v", name, err, ErrTicketLate)
		}
	}
	now = now.Add(time.Minute)
	fresh, _ := tickets.Issue(grant("r1", "p3"))
	if _, err := tickets.Admit(context.Background(), fresh, ""); err != nil {
		t.Fatal(err)
	}
	if n := len(tickets.used); n != 1 {
		t.Errorf("used tickets remembered = %d, want 1: those that have run out are forgotten", n)
	}
}

// TestTicketForged tries what a stranger would: another key, no signature,
// another method, another issuer or audience, no end, a long life.
func TestTicketForged(t *testing.T) {
	tickets, key := newTickets(t)
	other, _ := newTickets(t)
	good := func() claims {
		now := time.Now()
		return claims{Room: "r1", RegisteredClaims: jwt.RegisteredClaims{
			Issuer: "node-1", Audience: jwt.ClaimStrings{audience}, Subject: "p1", ID: "x",
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(TicketLife)),
		}}
	}
	sign := func(m jwt.SigningMethod, k any, change func(*claims)) string {
		c := good()
		change(&c)
		token := jwt.NewWithClaims(m, c)
		token.Header["kid"] = "k1"
		s, err := token.SignedString(k)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	ed := func(change func(*claims)) string { return sign(jwt.SigningMethodEdDSA, key, change) }
	alien, _ := other.Issue(grant("r1", "p1"))
	ours, _ := tickets.Issue(grant("r1", "p1"))
	dot := strings.LastIndexByte(ours, '.')
	for name, ticket := range map[string]string{
		"another key":      alien,
		"cut":              ours[:dot+10],
		"no signature":     sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, func(*claims) {}),
		"shared secret":    sign(jwt.SigningMethodHS256, []byte(key.Public().(ed25519.PublicKey)), func(*claims) {}),
		"another issuer":   ed(func(c *claims) { c.Issuer = "node-2" }),
		"another audience": ed(func(c *claims) { c.Audience = jwt.ClaimStrings{"api"} }),
		"no end":           ed(func(c *claims) { c.ExpiresAt = nil }),
		"no beginning":     ed(func(c *claims) { c.IssuedAt = nil }),
		"a long life":      ed(func(c *claims) { c.ExpiresAt = jwt.NewNumericDate(time.Now().Add(time.Hour)) }),
		"from the future":  ed(func(c *claims) { c.IssuedAt = jwt.NewNumericDate(time.Now().Add(time.Minute)) }),
		"no person":        ed(func(c *claims) { c.Subject = "" }),
		"no id":            ed(func(c *claims) { c.ID = "" }),
		"no room":          ed(func(c *claims) { c.Room = "" }),
		"not a token":      "hello",
		"empty":            "",
	} {
		if _, err := tickets.Admit(context.Background(), ticket, ""); !errors.Is(err, ErrTicketBad) {
			t.Errorf("Admit(%s) = %v, want %v", name, err, ErrTicketBad)
		}
	}
}
