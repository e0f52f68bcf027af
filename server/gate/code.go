package gate

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"strings"
	"time"

	"golang.org/x/text/width"

	"tongjian/records"
	"tongjian/server/notice"
)

// code is the newest sign-in code of a phone number.
type code struct {
	Hash  string `json:"hash"`
	Tries int    `json:"tries,omitempty"`
	Used  bool   `json:"used,omitempty"`
}

const (
	codeLife  = 5 * time.Minute
	codeTries = 5
	codeEvery = time.Minute // between two codes to one number
	codeHour  = 5           // codes to one number in an hour
	codeDay   = 10          // in a day: guesses at one number stay under 50 of a million
)

func (g *Gate) codeID(phone string) string { return g.keys.hash("phone", phone) }

// askCode makes a code and has it sent when the number has an account. All
// else, the time it takes included, is the same for every number.
func (g *Gate) askCode(ctx context.Context, phone, language string) (string, error) {
	if err := g.spaced(ctx, phone); err != nil {
		return "", err
	}
	fresh := digits(6)
	err := edit(ctx, g, codeKind, g.codeID(phone), func(r *records.Row, c *code) error {
		*c = code{Hash: g.keys.hash("code", phone, fresh)}
		r.Expires = g.now().Add(codeLife).UTC()
		return nil
	})
	if err != nil {
		return "", err
	}
	a, err := g.account(ctx, phone)
	if err != nil {
		return "", err
	}
	if a.State == Waiting || a.State == Open {
		g.send(phone, notice.Code(language, fresh, codeLife))
	}
	return fresh, nil
}

// send hands a text over without making the answer wait, which would tell
// whether the number has an account.
func (g *Gate) send(phone, text string) {
	g.sending.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := g.sender.Send(ctx, phone, text); err != nil {
			g.log.Error("sending a code", "error", scrubbed(err))
		}
	})
}

// spaced counts the codes asked for a number and refuses too many.
func (g *Gate) spaced(ctx context.Context, phone string) error {
	type asked struct {
		At []time.Time `json:"at"`
	}
	return edit(ctx, g, limitKind, g.codeID(phone), func(r *records.Row, a *asked) error {
		now, hour := g.now().UTC(), 0
		var kept []time.Time
		for _, t := range a.At {
			if now.Sub(t) < 24*time.Hour {
				kept = append(kept, t)
			}
			if now.Sub(t) < time.Hour {
				hour++
			}
		}
		n := len(kept)
		switch {
		case n > 0 && now.Sub(kept[n-1]) < codeEvery:
			return &records.TooMany{Code: "code.soon", After: codeEvery - now.Sub(kept[n-1])}
		case hour >= codeHour:
			return &records.TooMany{Code: "code.many", After: time.Hour - now.Sub(kept[n-hour])}
		case n >= codeDay:
			return &records.TooMany{Code: "code.many", After: 24*time.Hour - now.Sub(kept[0])}
		}
		a.At = append(kept, now)
		r.Expires = now.Add(24 * time.Hour)
		return nil
	})
}

var errCode = &refusal{"code.wrong", "the code is not right or no longer good; ask for a new one"}

// tryCode compares a code. The try counts before it is made.
func (g *Gate) tryCode(ctx context.Context, phone, text string) error {
	right := false
	hash := g.keys.hash("code", phone, onlyDigits(text))
	err := edit(ctx, g, codeKind, g.codeID(phone), func(_ *records.Row, c *code) error {
		if c.Hash == "" || c.Used || c.Tries >= codeTries {
			return errCode
		}
		c.Tries++
		right = same(hash, c.Hash)
		return nil
	})
	if err == nil && !right {
		return errCode
	}
	return err
}

// useCode uses up a right code; of two at the same time one gets errCode.
func (g *Gate) useCode(ctx context.Context, phone, text string) error {
	hash := g.keys.hash("code", phone, onlyDigits(text))
	return edit(ctx, g, codeKind, g.codeID(phone), func(_ *records.Row, c *code) error {
		if c.Used || !same(hash, c.Hash) {
			return errCode
		}
		c.Used = true
		return nil
	})
}

// digits makes a random number of n digits, zeros in front included.
func digits(n int) string {
	most := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	v, err := rand.Int(rand.Reader, most)
	if err != nil {
		panic(err) // crypto/rand does not fail
	}
	return fmt.Sprintf("%0*d", n, v)
}

// onlyDigits takes spaces and dashes out of a code that was typed, and knows
// full-width digits.
func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -\u00a0\u3000", r) {
			return -1
		}
		return r
	}, width.Narrow.String(s))
}
