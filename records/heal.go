package records

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// heal finishes what a crash left half done: rows that lag behind their
// changes, and notes that were signed but do not stand in the child's record.
func (b *Book) heal(ctx context.Context) error {
	since, err := b.lastOpened(ctx)
	if err != nil {
		return err
	}
	opened := b.instant()
	heads, err := b.store.Changed(ctx, since)
	if err != nil {
		return fmt.Errorf("looking for unfinished work: %w", err)
	}
	for _, h := range heads {
		if err := b.healRow(ctx, h); err != nil {
			return err
		}
	}
	if err := b.healNotes(ctx); err != nil {
		return fmt.Errorf("finishing consults: %w", err)
	}
	return b.saveNext(ctx, Row{Kind: "setting", ID: "opened", Body: mustJSON(map[string]time.Time{"at": opened})})
}

// lastOpened is the instant since which rows may lag: some minutes before the
// last opening, so that clocks of several nodes may differ.
func (b *Book) lastOpened(ctx context.Context) (time.Time, error) {
	r, err := b.store.Row(ctx, "setting", "opened")
	if errors.Is(err, ErrNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("looking for the last opening: %w", err)
	}
	var opened struct{ At time.Time }
	if err := unmarshal(r.Body, &opened); err != nil {
		return time.Time{}, err
	}
	return opened.At.Add(-10 * time.Minute), nil
}

func (b *Book) healRow(ctx context.Context, h Head) error {
	kind, id, _ := strings.Cut(h.Subject, "/")
	r, err := b.store.Row(ctx, kind, id)
	if err == nil && r.Version >= h.Version {
		return nil
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("looking at the row of %s: %w", h.Subject, err)
	}
	return b.reindexOne(ctx, h.Subject)
}

func (b *Book) healNotes(ctx context.Context) error {
	var waiting []string
	err := b.eachRow(ctx, Query{Kind: "consult", Term: "pending"}, func(r Row) error {
		waiting = append(waiting, r.ID)
		return nil
	})
	for _, id := range waiting {
		if err == nil {
			err = b.healConsult(ctx, id)
		}
	}
	return err
}

func (b *Book) healConsult(ctx context.Context, id string) error {
	changes, err := b.store.Changes(ctx, consultSubject(id), 0)
	if err != nil {
		return err
	}
	c, err := foldConsult(id, changes)
	if err != nil {
		return err
	}
	_, err = b.record(ctx, *c)
	return err
}

// Reindex makes every row of children and consults again from their changes
// and calls done after each. Run it with the service stopped: it takes each
// row away before it makes it again.
func (b *Book) Reindex(ctx context.Context, done func(subject string)) error {
	for _, prefix := range []string{"child/", "consult/"} {
		after := ""
		for {
			subjects, err := b.store.Subjects(ctx, prefix, after, 500)
			if err != nil {
				return fmt.Errorf("listing %s: %w", prefix, err)
			}
			for _, s := range subjects {
				kind, id, _ := strings.Cut(s, "/")
				if err := b.store.Remove(ctx, kind, id); err != nil {
					return fmt.Errorf("reindexing %s: %w", s, err)
				}
				if err := b.reindexOne(ctx, s); err != nil {
					return err
				}
				done(s)
				after = s
			}
			if len(subjects) < 500 {
				break
			}
		}
	}
	return nil
}

func (b *Book) reindexOne(ctx context.Context, subject string) error {
	kind, id, _ := strings.Cut(subject, "/")
	changes, err := b.store.Changes(ctx, subject, 0)
	if err != nil {
		return fmt.Errorf("reading %s: %w", subject, err)
	}
	if kind == "child" {
		return b.projectChild(ctx, id, changes)
	}
	c, err := foldConsult(id, changes)
	if err != nil {
		return err
	}
	return b.projectConsult(ctx, c)
}
