package gate

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"tongjian/records"
)

// OWASP's smallest setting for argon2id: 19 MiB, two passes, one lane.
// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
var cost = &argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// nobody is a hash that no password has. It is compared with when there is no
// such login, so that the answer takes as long.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

const (
	passwordLeast = 10  // signs
	passwordMost  = 128 // bytes
)

func cores() int { return runtime.NumCPU() }

// turn waits for its turn: at most one password for each core at a time.
func (g *Gate) turn(ctx context.Context) (done func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	select {
	case g.hashing <- struct{}{}:
		return func() { <-g.hashing }, nil
	case <-ctx.Done():
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, &records.TooMany{Code: "signin.busy", After: 5 * time.Second}
		}
		return nil, ctx.Err()
	}
}

func (g *Gate) hashPassword(ctx context.Context, password string) (string, error) {
	done, err := g.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	hash, err := argon2id.CreateHash(password, cost)
	if err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	return hash, nil
}

func (g *Gate) rightPassword(ctx context.Context, password, hash string) (bool, error) {
	done, err := g.turn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	right, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("comparing a password: %w", err)
	}
	return right, nil
}

// checkPassword refuses a password that is too short, too long or the login.
func checkPassword(password, login string) error {
	switch {
	case utf8.RuneCountInString(password) < passwordLeast:
		return &records.Invalid{Field: "password", Code: "password.short", Reason: fmt.Sprintf("a password has at least %d signs", passwordLeast)}
	case len(password) > passwordMost:
		return &records.Invalid{Field: "password", Code: "password.long", Reason: fmt.Sprintf("a password has at most %d bytes", passwordMost)}
	case strings.Contains(strings.ToLower(password), login):
		return &records.Invalid{Field: "password", Code: "password.login", Reason: "a password does not contain the login"}
	}
	return nil
}
