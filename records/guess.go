package records

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// wrongAnHour is how often somebody may ask for a child from elsewhere and not
// fit, so that numbers and birth days cannot be tried out.
const wrongAnHour = 10

// tries are when somebody asked in vain.
type tries struct {
	At []time.Time `json:"at"`
}

// guess counts one try before it is made: several at once count too. Past
// wrongAnHour it is TooMany.
func (b *Book) guess(ctx context.Context, who Caller) error {
	now := b.instant()
	return b.editGuesses(ctx, who, func(times []time.Time) ([]time.Time, error) {
		var kept []time.Time
		for _, at := range times {
			if now.Sub(at) < time.Hour {
				kept = append(kept, at)
			}
		}
		if n := len(kept); n >= wrongAnHour {
			return nil, &TooMany{Code: "elsewhere.many", After: kept[n-wrongAnHour].Add(time.Hour).Sub(now)}
		}
		return append(kept, now), nil
	})
}

// guessBack takes the newest try out of the count: it was no wrong one.
func (b *Book) guessBack(ctx context.Context, who Caller) error {
	return b.editGuesses(ctx, who, func(times []time.Time) ([]time.Time, error) {
		return times[:max(len(times)-1, 0)], nil
	})
}

func (b *Book) editGuesses(ctx context.Context, who Caller, change func([]time.Time) ([]time.Time, error)) error {
	for {
		r, err := b.store.Row(ctx, "guess", who.ID)
		var times []time.Time
		if err == nil {
			var t tries
			err = unmarshal(r.Body, &t)
			times = t.At
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("counting tries: %w", err)
		}
		if times, err = change(times); err != nil {
			return err
		}
		next := Row{Kind: "guess", ID: who.ID, Version: r.Version + 1, Expires: b.instant().Add(time.Hour), Body: mustJSON(tries{times})}
		if err := b.store.Save(ctx, next); !errors.Is(err, ErrConflict) {
			return err
		}
	}
}
