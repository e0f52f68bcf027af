package mongo

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tongjian/records"
	"tongjian/records/storetest"
)

// impatient makes the tests short; the store's own limits are a few seconds.
const impatient = "serverSelectionTimeoutMS=400&connectTimeoutMS=400&timeoutMS=1200&directConnection=true"

// through gives the address of the server by way of a line that can be cut.
func through(t *testing.T, uri string) (*wire, string) {
	t.Helper()
	hosts := options.Client().ApplyURI(uri).Hosts
	if len(hosts) == 0 || !strings.Contains(uri, strings.Join(hosts, ",")) {
		t.Fatalf("MONGODB_TEST_URI has to name its hosts")
	}
	l := newWire(t, hosts[0])
	uri = strings.Replace(uri, strings.Join(hosts, ","), l.address, 1)
	if strings.Contains(uri, "?") {
		return l, uri + "&" + impatient
	}
	return l, strings.TrimSuffix(uri, "/") + "/?" + impatient
}

func TestAwayAtStart(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	_, err = Open(t.Context(), "mongodb://centre:secret@"+address+"/?"+impatient, "tongjian")
	if !errors.Is(err, records.ErrUnavailable) || !strings.Contains(err.Error(), address) || strings.Contains(err.Error(), "secret") {
		t.Errorf("Open without a server: %v, want ErrUnavailable with the host and without the password", err)
	}
}

func TestBadAddress(t *testing.T) {
	for _, uri := range []string{"", "localhost", "http://u:secret@h/", "mongodb://u:sec/ret@h/", "mongodb://", "mongodb://u:secret@h/?w=x&timeoutMS=soon"} {
		if s, err := Open(t.Context(), uri, "tongjian"); err == nil || strings.Contains(err.Error(), "sec") {
			t.Errorf("Open(%q) = %v, %v, want an error without the password", uri, s, err)
		}
	}
}

// A server that goes away is told by every method, and found again by the same store.
func TestAwayLater(t *testing.T) {
	l, uri := through(t, address(t))
	s := open(t, uri)
	keep := records.Row{Kind: "child", ID: "kept", Version: 1}
	if err := s.Save(t.Context(), keep); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		l.cut()
		for what, err := range storetest.Every(t.Context(), s) {
			if !errors.Is(err, records.ErrUnavailable) {
				t.Errorf("%s without a server: %v, want ErrUnavailable", what, err)
			}
		}
		l.mend(t)
		wantBack(t, s)
		if _, err := s.Row(t.Context(), "child", "kept"); err != nil {
			t.Errorf("Row after the server was back: %v", err)
		}
	}
}

// A server that takes connections and says nothing is away too; a caller with
// less patience gets the own context's error.
func TestSilentServer(t *testing.T) {
	l, uri := through(t, address(t))
	s := open(t, uri)
	l.mute()
	if _, err := s.Row(t.Context(), "child", "A"); !errors.Is(err, records.ErrUnavailable) {
		t.Errorf("Row on a silent server: %v, want ErrUnavailable", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := s.Row(ctx, "child", "A"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Row with a short deadline on a silent server: %v, want the deadline", err)
	}
	l.cut()
	l.mend(t)
	wantBack(t, s)
}

// A commit whose answer is lost may have been written. The caller is told that
// the store does not answer, and learns the rest by committing again.
func TestLostAnswer(t *testing.T) {
	l, uri := through(t, address(t))
	s := open(t, uri)
	wantBack(t, s)
	c := records.Change{Subject: "child/A", Version: 1, Entries: []records.Entry{{ID: "E", Body: []byte(`{}`)}}}
	l.mute()
	if err := s.Commit(t.Context(), c); !errors.Is(err, records.ErrUnavailable) {
		t.Errorf("Commit without an answer: %v, want ErrUnavailable", err)
	}
	l.cut()
	l.mend(t)
	wantBack(t, s)
	if err := s.Commit(t.Context(), c); err != nil && !errors.Is(err, records.ErrConflict) {
		t.Errorf("Commit again: %v, want it written now or a conflict", err)
	}
	if list, err := s.Changes(t.Context(), "child/A", 0); err != nil || len(list) != 1 {
		t.Errorf("Changes = %v, %v, want the change once", list, err)
	}
}

// wantBack waits until the store answers, as callers do who try again.
func wantBack(t *testing.T, s *Store) {
	t.Helper()
	for range 50 {
		if s.Ping(t.Context()) == nil {
			return
		}
	}
	t.Fatal("the store did not find the server again")
}
