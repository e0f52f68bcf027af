package storetest

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"tongjian/records"
)

// testOneVersionManyWriters holds that of 50 writers who state one version exactly one gets it.
func testOneVersionManyWriters(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	for version := 1; version <= 5; version++ {
		var won, lost atomic.Int32
		var winner atomic.Value
		crowd(50, func(i int) {
			entry := fmt.Sprintf("v%d-w%d", version, i)
			switch err := store.Commit(ctx, change("child/A", version, entry)); {
			case err == nil:
				won.Add(1)
				winner.Store(entry)
			case errors.Is(err, records.ErrConflict):
				lost.Add(1)
			default:
				t.Errorf("writer %d: %v", i, err)
			}
		})
		if won.Load() != 1 || lost.Load() != 49 {
			t.Fatalf("version %d: %d writers won and %d were told of the conflict, want 1 and 49", version, won.Load(), lost.Load())
		}
		list, err := store.Changes(ctx, "child/A", version-1)
		must(t, err)
		if len(list) != 1 || list[0].Entries[0].ID != winner.Load() {
			t.Fatalf("version %d: the winner was %v, the store has %+v", version, winner.Load(), list)
		}
	}
}

// testManyFactsManyWriters holds that 50 writers who add facts to one child,
// each with the next version until it fits, lose none and write none twice.
func testManyFactsManyWriters(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	crowd(50, func(i int) {
		if err := addFact(t, store, fmt.Sprint("fact of ", i)); err != nil {
			t.Errorf("writer %d: %v", i, err)
		}
	})
	list, err := store.Changes(ctx, "child/A", 0)
	must(t, err)
	seen := map[string]int{}
	for i, c := range list {
		if c.Version != i+1 {
			t.Fatalf("change %d has version %d", i+1, c.Version)
		}
		seen[c.Entries[0].ID]++
	}
	for i := range 50 {
		if id := fmt.Sprint("fact of ", i); seen[id] != 1 {
			t.Errorf("%s stands there %d times, want once", id, seen[id])
		}
	}
}

// addFact retries with the next version until the fact is in.
func addFact(t *testing.T, store records.Store, entry string) error {
	for last := 0; ; {
		list, err := store.Changes(t.Context(), "child/A", last)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			last = list[len(list)-1].Version
		}
		if err = store.Commit(t.Context(), change("child/A", last+1, entry)); !errors.Is(err, records.ErrConflict) {
			return err
		}
	}
}

// testSaveRace holds that writers who each save what they read plus one lose no count.
func testSaveRace(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	must(t, store.Save(ctx, row("person", "A", 1)))
	writers := s.writers(t, 50)
	const each = 4
	crowd(writers, func(i int) {
		for range each {
			if err := raise(t, store); err != nil {
				t.Errorf("writer %d: %v", i, err)
			}
		}
	})
	got, err := store.Row(ctx, "person", "A")
	must(t, err)
	want := 1 + writers*each
	if got.Version != want || !sameJSON(got.Body, row("", "", want).Body) {
		t.Errorf("after %d saves: version %d, body %s, want %d", want, got.Version, got.Body, want)
	}
}

func raise(t *testing.T, store records.Store) error {
	for {
		old, err := store.Row(t.Context(), "person", "A")
		if err != nil {
			return err
		}
		if err = store.Save(t.Context(), row("person", "A", old.Version+1)); !errors.Is(err, records.ErrConflict) {
			return err
		}
	}
}

// testSaveFirstRace holds that a row is made once: it is an insert, so it holds on every server.
func testSaveFirstRace(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	var won atomic.Int32
	crowd(50, func(i int) {
		switch err := store.Save(ctx, row("claim", "A", 1)); {
		case err == nil:
			won.Add(1)
		case !errors.Is(err, records.ErrConflict):
			t.Errorf("writer %d: %v", i, err)
		}
	})
	if won.Load() != 1 {
		t.Errorf("%d writers made the row, want 1", won.Load())
	}
}

// testProjectRace holds that the newest version stands whoever writes last.
func testProjectRace(t *testing.T, s suite) {
	ctx, store := t.Context(), s.open(t)
	writers := s.writers(t, 50)
	const newest = 50
	crowd(writers, func(i int) {
		for n := range newest / writers {
			version := (i*newest/writers+n)*7%newest + 1
			if err := store.Project(ctx, row("child", "A", version), row("child", "B", newest+1-version)); err != nil {
				t.Errorf("version %d: %v", version, err)
			}
		}
	})
	for _, id := range []string{"A", "B"} {
		got, err := store.Row(ctx, "child", id)
		must(t, err)
		if got.Version != newest || !sameJSON(got.Body, row("", "", newest).Body) {
			t.Errorf("%s has version %d, body %s, want %d", id, got.Version, got.Body, newest)
		}
	}
}
