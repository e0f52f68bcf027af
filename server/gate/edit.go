package gate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"tongjian/records"
)

// Kinds of rows that the gate keeps.
const (
	personKind   = "person"   // ID: of the person; term login:NAME
	loginKind    = "login"    // ID: the login; claims it for one person
	guardianKind = "guardian" // ID: the phone
	sessionKind  = "session"  // ID: of the session; term of:SUBJECT
	codeKind     = "code"     // ID: keyed hash of the phone
	limitKind    = "limit"    // ID: keyed hash of a login or a phone
)

// errSame tells edit that there is nothing to write.
var errSame = errors.New("nothing to change")

// edit reads a row (an empty one where there is none or it has expired),
// changes it and saves it, as often as another writer comes first. An error of
// change ends it and nothing is written; errSame is no error.
func edit[T any](ctx context.Context, g *Gate, kind, id string, change func(*records.Row, *T) error) error {
	for try := 0; ; try++ {
		row, err := g.store.Row(ctx, kind, id)
		if errors.Is(err, records.ErrNotFound) {
			row, err = records.Row{Kind: kind, ID: id}, nil
		}
		if err != nil {
			return fmt.Errorf("reading a %s: %w", kind, err)
		}
		var body T
		if len(row.Body) > 0 && !g.expired(row) {
			if err := json.Unmarshal(row.Body, &body); err != nil {
				return fmt.Errorf("reading a %s: %w", kind, err)
			}
		}
		if err := change(&row, &body); errors.Is(err, errSame) {
			return nil
		} else if err != nil {
			return err
		}
		if row.Body, err = json.Marshal(body); err != nil {
			return fmt.Errorf("saving a %s: %w", kind, err)
		}
		row.Version++
		err = g.store.Save(ctx, row)
		if err == nil {
			return nil
		}
		if !errors.Is(err, records.ErrConflict) || try > 50 {
			return fmt.Errorf("saving a %s: %w", kind, err)
		}
		time.Sleep(rand.N(time.Duration(min(try+1, 20)) * time.Millisecond))
	}
}

// read gives the body of a row, or records.ErrNotFound where there is none or it has expired.
func read[T any](ctx context.Context, g *Gate, kind, id string) (body T, row records.Row, err error) {
	row, err = g.store.Row(ctx, kind, id)
	if err != nil {
		return body, row, fmt.Errorf("reading a %s: %w", kind, err)
	}
	if err := json.Unmarshal(row.Body, &body); err != nil {
		return body, row, fmt.Errorf("reading a %s: %w", kind, err)
	}
	if g.expired(row) {
		return body, row, fmt.Errorf("reading a %s: it has expired: %w", kind, records.ErrNotFound)
	}
	return body, row, nil
}

func (g *Gate) expired(row records.Row) bool {
	return !row.Expires.IsZero() && !g.now().Before(row.Expires)
}
