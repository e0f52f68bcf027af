package notice

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	number = "+8613800000001"
	text   = "【童健】登录验证码 123456"
)

func TestOutbox(t *testing.T) {
	path := filepath.Join(t.TempDir(), "outbox.ndjson")
	o := NewOutbox(path)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := o.Send(context.Background(), number, text+"\n"); err != nil {
				t.Errorf("Send = %v, want no error", err)
			}
		})
	}
	all.Wait()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the outbox = %o, want 600", info.Mode().Perm())
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := 0
	for s := bufio.NewScanner(f); s.Scan(); lines++ {
		var m Message
		if err := json.Unmarshal(s.Bytes(), &m); err != nil || m.To != number || m.Text != text+"\n" || m.At.IsZero() {
			t.Errorf("line %d = %s (%v), want the message", lines+1, s.Text(), err)
		}
	}
	if lines != 20 {
		t.Errorf("lines = %d, want 20", lines)
	}
}

func TestOutboxUnwritable(t *testing.T) {
	err := NewOutbox(filepath.Join(t.TempDir(), "missing", "outbox.ndjson")).Send(context.Background(), number, text)
	if err == nil || strings.Contains(err.Error(), number) || strings.Contains(err.Error(), "123456") {
		t.Errorf("Send = %v, want an error without number and text", err)
	}
}

// gateway answers with the statuses in turn, and keeps what it was sent.
type gateway struct {
	mu     sync.Mutex
	answer []int
	seen   []map[string]string
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	m := map[string]string{"auth": r.Header.Get("Authorization"), "key": r.Header.Get("Idempotency-Key"), "type": r.Header.Get("Content-Type")}
	json.Unmarshal(body, &m)
	g.seen = append(g.seen, m)
	status := g.answer[min(len(g.seen), len(g.answer))-1]
	if status == 302 {
		w.Header().Set("Location", "/elsewhere")
	}
	w.WriteHeader(status)
}

func TestGateway(t *testing.T) {
	tests := []struct {
		name   string
		answer []int
		posts  int
		ok     bool
	}{
		{"taken", []int{200}, 1, true},
		{"accepted", []int{202}, 1, true},
		{"busy, then taken", []int{429, 503, 200}, 3, true},
		{"never", []int{500}, gatewayTries, false},
		{"refused", []int{400}, 1, false},
		{"sent elsewhere", []int{302}, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			far := &gateway{answer: tt.answer}
			server := httptest.NewServer(far)
			defer server.Close()
			g, err := NewGateway(server.URL+"/sms?app=secret", "the-key")
			if err != nil {
				t.Fatal(err)
			}
			g.pause = time.Millisecond
			err = g.Send(context.Background(), number, text)
			if (err == nil) != tt.ok || len(far.seen) != tt.posts {
				t.Errorf("Send = %v after %d posts, want ok %v after %d", err, len(far.seen), tt.ok, tt.posts)
			}
			if err != nil && (strings.Contains(err.Error(), "1380000") || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "123456")) {
				t.Errorf("the error %q holds what was sent", err)
			}
			for _, m := range far.seen {
				if m["to"] != number || m["text"] != text || m["auth"] != "Bearer the-key" || m["type"] != "application/json" {
					t.Errorf("posted %v, want number, text, key", m)
				}
				if m["id"] == "" || m["id"] != m["key"] || m["id"] != far.seen[0]["id"] {
					t.Errorf("id %q, key %q, want one id for all tries", m["id"], m["key"])
				}
			}
		})
	}
}

func TestGatewayAway(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.URL
	server.Close()
	g, err := NewGateway(address+"/?app=secret", "")
	if err != nil {
		t.Fatal(err)
	}
	g.pause = time.Millisecond
	if err := g.Send(context.Background(), number, text); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("Send = %v, want an error without the address", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g.pause = time.Hour
	if err := g.Send(ctx, number, text); err == nil {
		t.Errorf("Send with an ended context = nil, want an error")
	}
}

func TestGatewayAddress(t *testing.T) {
	for _, bad := range []string{"", "sms.example", "ftp://sms.example", "http://"} {
		if _, err := NewGateway(bad, ""); err == nil {
			t.Errorf("NewGateway(%q) = nil error, want one", bad)
		}
	}
}

func TestCode(t *testing.T) {
	for _, language := range []string{"", "zh", "en"} {
		got := Code(language, "012345", 5*time.Minute)
		if !strings.Contains(got, "012345") || !strings.Contains(got, "5") {
			t.Errorf("Code(%q) = %q, want code and minutes", language, got)
		}
	}
	if Code("en", "012345", time.Minute) == Code("zh", "012345", time.Minute) {
		t.Error("Code gives one text for both languages")
	}
}
