package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tongjian/records"
)

// A path is a name of a file and nothing else, whatever letters it has.
func TestOddPaths(t *testing.T) {
	for _, name := range []string{"a b.db", "50%.db", "what?mode=memory.db", "a#b.db", "童健.db", "a&b=c.db"} {
		path := filepath.Join(t.TempDir(), name)
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Errorf("Open(%s): %v", name, err)
			continue
		}
		if err := s.Save(t.Context(), records.Row{Kind: "k", ID: "a", Version: 1}); err != nil {
			t.Errorf("Save in %s: %v", name, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s does not hold the data: %v", name, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(dir, "newer.db")
	s, err := Open(t.Context(), newer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.writer.Exec("PRAGMA user_version = 1000"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		text:                               "not a database",
		newer:                              "newer version of this program",
		filepath.Join(text, "tongjian.db"): "data folder",
		dir:                                "is a directory",
	} {
		for range 2 { // the second time shows that the first let go of the lock
			if s, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("Open(%s) = %v, %v, want an error with %q", path, s, err, want)
			}
		}
	}
}

// A confirmed write is on the disk: the log is synced at each commit.
func TestWritesAreSynced(t *testing.T) {
	s := open(t).(*Store)
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2"} {
		var got string
		if err := s.writer.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s of the writer = %s, %v, want %s", pragma, got, err, want)
		}
	}
}

// A full disk is told as such to those whose writes it took, and the store goes
// on when there is room again. The limit on pages stands for the disk.
func TestFullDisk(t *testing.T) {
	ctx, s := t.Context(), open(t).(*Store)
	limitPages(t, s, 40)
	var err error
	n := 0
	for ; err == nil && n < 1000; n++ {
		err = s.Save(ctx, records.Row{Kind: "k", ID: fmt.Sprint(n), Version: 1, Body: []byte(`"` + strings.Repeat("x", 2000) + `"`)})
	}
	if !errors.Is(err, records.ErrUnavailable) {
		t.Fatalf("Save %d on a full disk: %v, want ErrUnavailable", n, err)
	}
	if _, err := s.Row(ctx, "k", fmt.Sprint(n-1)); !errors.Is(err, records.ErrNotFound) {
		t.Errorf("the refused row: %v, want ErrNotFound", err)
	}
	limitPages(t, s, 4000)
	if err := s.Save(ctx, records.Row{Kind: "k", ID: fmt.Sprint(n - 1), Version: 1}); err != nil {
		t.Errorf("Save after room was made: %v", err)
	}
}

func limitPages(t *testing.T, s *Store, n int) {
	t.Helper()
	if _, err := s.writer.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", n)); err != nil {
		t.Fatal(err)
	}
}

// A caller who gives up while the writer is busy has written nothing.
func TestCancelledWhileWaiting(t *testing.T) {
	s := open(t).(*Store)
	busy, free := make(chan struct{}), make(chan struct{})
	slow := make(chan error)
	go func() {
		slow <- s.change(context.Background(), "being slow", func(tx) error {
			close(busy)
			<-free
			return nil
		})
	}()
	<-busy
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	err := s.Save(ctx, records.Row{Kind: "k", ID: "a", Version: 1})
	close(free)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Save while the writer was busy: %v, want the deadline", err)
	}
	if err := <-slow; err != nil {
		t.Error(err)
	}
	if _, err := s.Row(t.Context(), "k", "a"); !errors.Is(err, records.ErrNotFound) {
		t.Errorf("the row that was given up: %v, want ErrNotFound", err)
	}
}

// Writers who share a transaction fail alone: conflicts and broken rows take
// nothing from the others.
func TestFailAlone(t *testing.T) {
	ctx, s := t.Context(), open(t).(*Store)
	busy, free := make(chan struct{}), make(chan struct{})
	go s.change(ctx, "being slow", func(tx) error { close(busy); <-free; return nil })
	<-busy
	const n = 30
	errs := make(chan error, n)
	for i := range n {
		go func() {
			r := records.Row{Kind: "k", ID: fmt.Sprint(i / 2), Version: 1 + i%2*5, Terms: []string{"t"}, Body: []byte(`{}`)}
			errs <- s.Save(ctx, r)
		}()
	}
	time.Sleep(20 * time.Millisecond) // most of them wait by now; those that do not make the test easier, not wrong
	close(free)
	conflicts := 0
	for range n {
		if err := <-errs; errors.Is(err, records.ErrConflict) {
			conflicts++
		} else if err != nil {
			t.Error(err)
		}
	}
	list, err := s.Rows(ctx, records.Query{Kind: "k", Term: "t", Limit: 100})
	if err != nil || len(list) != n/2 || conflicts != n/2 {
		t.Errorf("%d rows and %d conflicts, %v, want %d of each", len(list), conflicts, err, n/2)
	}
}
