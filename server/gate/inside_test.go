package gate

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"pgregory.net/rapid"

	"tongjian/records"
)

func TestLockFor(t *testing.T) {
	for failures, want := range map[int]time.Duration{0: 0, 4: 0, 5: 30 * time.Second, 6: time.Minute, 9: 8 * time.Minute, 10: 15 * time.Minute, 1 << 40: 15 * time.Minute} {
		if got := lockFor(failures); got != want {
			t.Errorf("lockFor(%d) = %v, want %v", failures, got, want)
		}
	}
}

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"10.1.2.3": "10.1.2.3", "::ffff:10.1.2.3": "10.1.2.3", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64", "unknown": "unknown",
	} {
		if got := network(address); got != want {
			t.Errorf("network(%s) = %s, want %s", address, got, want)
		}
	}
}

func TestAddressesForget(t *testing.T) {
	now := time.Now()
	a := newAddresses(func() time.Time { return now })
	for _, address := range []string{"10.0.0.1", "10.0.0.2", "10.0.0.3"} {
		if err := a.allow("code", address); err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(time.Hour)
	a.allow("code", "10.0.0.4")
	if len(a.seen) != 1 {
		t.Errorf("%d addresses remembered after an idle hour, want the newest alone", len(a.seen))
	}
}

func TestDigits(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		d := digits(6)
		if !regexp.MustCompile(`^[0-9]{6}$`).MatchString(d) {
			t.Errorf("digits(6) = %q, want six digits", d)
		}
		seen[d] = true
	}
	if len(seen) < 190 {
		t.Errorf("%d different numbers of 200", len(seen))
	}
	if got := onlyDigits(" 12３4-5 6\u3000"); got != "123456" {
		t.Errorf("onlyDigits = %q, want 123456", got)
	}
}

// TestTurn holds that no more passwords are hashed at once than there are
// cores, and that a caller who goes away does not wait.
func TestTurn(t *testing.T) {
	g := &Gate{hashing: make(chan struct{}, 2)}
	first, err1 := g.turn(context.Background())
	_, err2 := g.turn(context.Background())
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := g.turn(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a third turn = %v, want to wait until the caller goes away", err)
	}
	first()
	if _, err := g.turn(context.Background()); err != nil {
		t.Errorf("a turn after one is done = %v, want it", err)
	}
}

// TestNobody holds that a login that does not exist costs what one costs that does.
func TestNobody(t *testing.T) {
	g := &Gate{hashing: make(chan struct{}, 1)}
	real, err := g.hashPassword(context.Background(), "correct horse 9")
	if err != nil {
		t.Fatal(err)
	}
	begin := func(hash string) string { return strings.Join(strings.Split(hash, "$")[:4], "$") }
	if begin(real) != "$argon2id$v=19$m=19456,t=2,p=1" || begin(nobody) != begin(real) || len(nobody) != len(real) {
		t.Errorf("hashes %q and %q, want both of 19 MiB, two passes, one lane and the same length", nobody, real)
	}
	for hash, want := range map[string]bool{real: true, nobody: false} {
		if right, err := g.rightPassword(context.Background(), "correct horse 9", hash); err != nil || right != want {
			t.Errorf("rightPassword(%s) = %v, %v, want %v", hash, right, err, want)
		}
	}
}

func TestSealing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, next := newToken(), newToken()
		sealed := before.sealing(next[familyBytes:])
		if got := before.sealing(sealed); string(got) != string(next[familyBytes:]) {
			t.Errorf("sealed and opened = %x, want %x", got, next[familyBytes:])
		}
		if other := newToken(); string(other.sealing(sealed)) == string(next[familyBytes:]) {
			t.Error("another token opens it too")
		}
		if back, ok := parseToken(next.String()); !ok || back != next {
			t.Errorf("parseToken(%s) = %v, %v, want it back", next, back, ok)
		}
	})
}

func TestWrongWords(t *testing.T) {
	for message, want := range map[string]Wrong{
		"expected required property name to be present": {Location: "body.name", Code: "required"},
		"expected required property a/b to be present":  {Location: "body.a/b", Code: "required"},
		"unexpected property":                           {Location: "body", Code: "unknown"},
		"expected value to be one of \"a, b\"":          {Location: "body", Code: "choice"},
		"expected string to be RFC 3339 date":           {Location: "body", Code: "day"},
		"expected string to match pattern ^a":           {Location: "body", Code: "form"},
		"expected number >= 1":                          {Location: "body", Code: "range"},
		"something new":                                 {Location: "body", Code: "form"},
	} {
		got := wrongOf(&huma.ErrorDetail{Message: message, Location: "body", Value: "what was sent"})
		if want.Message = message; got != want {
			t.Errorf("wrongOf(%q) = %+v, want %+v", message, got, want)
		}
	}
}

func TestProblemOf(t *testing.T) {
	for _, tt := range []struct {
		err    error
		status int
	}{
		{errors.Join(records.ErrUnavailable, errors.New("no")), 503}, {context.DeadlineExceeded, 503}, {context.Canceled, 499},
		{huma.Error404NotFound("no"), 404}, {huma.Error502BadGateway("no"), 500}, {problem(418, "tea", ""), 418},
	} {
		if p := problemOf(tt.err, func(f string) string { return f }); p.Status != tt.status {
			t.Errorf("problemOf(%v) = %d, want %d", tt.err, p.Status, tt.status)
		}
	}
}

// FuzzToken gives strangers' cookies to the parser.
func FuzzToken(f *testing.F) {
	for _, s := range []string{"", "abc", newToken().String(), newToken().String() + "A", strings.Repeat("_", 64), strings.Repeat("=", 64), "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if token, ok := parseToken(s); ok && token.String() != s {
			t.Errorf("parseToken(%q) takes what it would not write: %q", s, token)
		}
	})
}
