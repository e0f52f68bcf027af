package sqlite

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tongjian/records"
)

// A test that needs a second process runs this program again with a task.
const taskName = "TONGJIAN_SQLITE_TEST_TASK"

func TestMain(m *testing.M) {
	switch task, path, _ := strings.Cut(os.Getenv(taskName), " "); task {
	case "open":
		os.Exit(openOnly(path))
	case "write":
		os.Exit(writeForever(path))
	}
	os.Exit(m.Run())
}

// openOnly says why the file cannot be opened.
func openOnly(path string) int {
	s, err := Open(context.Background(), path)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	s.Close()
	return 0
}

// writeForever prints what was confirmed, after it was confirmed, until it is killed.
func writeForever(path string) int {
	s, err := Open(context.Background(), path)
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	var line sync.Mutex
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			subject := fmt.Sprintf("child/%d-%d", os.Getpid(), i)
			for version := 1; ; version++ {
				if err := writeOne(s, subject, version); err != nil {
					fmt.Println("error", err)
					return
				}
				line.Lock()
				fmt.Println(subject, version)
				line.Unlock()
			}
		})
	}
	all.Wait()
	return 1
}

func writeOne(s *Store, subject string, version int) error {
	ctx := context.Background()
	body := json.RawMessage(`{"text":"` + strings.Repeat("童", 300) + `"}`)
	c := records.Change{Subject: subject, Version: version, At: time.Now(), Entries: []records.Entry{{ID: subject, Body: body}}}
	if err := s.Commit(ctx, c); err != nil {
		return err
	}
	return s.Save(ctx, records.Row{Kind: "child", ID: subject, Version: version, Terms: []string{fmt.Sprint(version)}, Body: body})
}

func child(t *testing.T, task, path string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program)
	cmd.Env = append(os.Environ(), taskName+"="+task+" "+path)
	cmd.Stderr = os.Stderr
	return cmd
}

// Whatever was confirmed is there after the process was killed in the middle of
// its commits, time after time on one file.
func TestKilledWriterLosesNothingConfirmed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tongjian.db")
	confirmed := map[string]int{}
	for round := range 5 {
		killInTheMiddle(t, path, 100+round*37, confirmed)
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatalf("opening after kill %d: %v", round+1, err)
		}
		for subject, version := range confirmed {
			wantConfirmed(t, s, subject, version)
		}
		var whole string
		if err := s.readers.QueryRow("PRAGMA integrity_check").Scan(&whole); err != nil || whole != "ok" {
			t.Errorf("integrity after kill %d: %s, %v", round+1, whole, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d children held after 5 kills", len(confirmed))
}

// killInTheMiddle kills a writing process after some confirmed writes and
// notes every write that it confirmed.
func killInTheMiddle(t *testing.T, path string, after int, confirmed map[string]int) {
	t.Helper()
	cmd := child(t, "write", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines, n := bufio.NewReader(out), 0
	for ; ; n++ {
		line, err := lines.ReadString('\n')
		if err == io.EOF { // a line cut off by the kill was not printed whole
			break
		}
		var subject string
		var version int
		if _, err := fmt.Sscan(line, &subject, &version); err != nil {
			t.Fatalf("the writer said %q", line)
		}
		confirmed[subject] = version
		if n == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	cmd.Wait()
	if n < after {
		t.Fatalf("the writer ended by itself after %d writes", n)
	}
}

func wantConfirmed(t *testing.T, s *Store, subject string, version int) {
	t.Helper()
	list, err := s.Changes(t.Context(), subject, 0)
	if err != nil || len(list) < version {
		t.Errorf("%s has %d changes, %v, want the %d confirmed", subject, len(list), err, version)
	}
	for i, c := range list {
		if c.Version != i+1 || len(c.Entries) != 1 {
			t.Errorf("%s: change %d is %d with %d entries", subject, i+1, c.Version, len(c.Entries))
		}
	}
	r, err := s.Row(t.Context(), "child", subject)
	if err != nil || r.Version < version {
		t.Errorf("row %s has version %d, %v, want the confirmed %d", subject, r.Version, err, version)
	}
	found, err := s.Rows(t.Context(), records.Query{Kind: "child", Term: fmt.Sprint(r.Version), After: records.Cursor{ID: subject[:len(subject)-1]}, Limit: 1})
	if err != nil || len(found) != 1 {
		t.Errorf("row %s is not found by its term: %v, %v", subject, found, err)
	}
}

// One process holds the file; a second one is told so, and let in afterwards,
// also when the first was killed.
func TestTwoProcessesOnOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tongjian.db")
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	out, err := child(t, "open", path).Output()
	if err == nil || !strings.Contains(string(out), "in use by another process") {
		t.Errorf("the second process said %q, %v, want that the file is in use", out, err)
	}
	if _, err := Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("a second Open in one process: %v, want that the file is in use", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := child(t, "open", path).Output(); err != nil {
		t.Errorf("after Close the second process said %q, %v", out, err)
	}
}
