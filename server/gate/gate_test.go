package gate_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"tongjian/records"
	"tongjian/records/sqlite"
	"tongjian/server/gate"
	"tongjian/server/notice"
)

const (
	goodPassword = "correct horse 9"
	mother       = "+8613800000001"
)

// clock is the time that a test sets.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// house is a gate over a real store, served by a real server.
type house struct {
	*testing.T
	*clock
	gate   *gate.Gate
	store  records.Store
	keys   *gate.Keys
	url    string
	log    *logged
	outbox string
	client *http.Client
}

// logged holds the log as it is written.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// build makes a house; more changes the configuration and adds routes.
func build(t *testing.T, change func(*gate.Config), more func(*gate.Gate)) *house {
	t.Helper()
	dir := t.TempDir()
	store, err := sqlite.Open(context.Background(), filepath.Join(dir, "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	keys, err := gate.OpenKeys(filepath.Join(dir, "keys"))
	if err != nil {
		t.Fatal(err)
	}
	h := &house{T: t, clock: &clock{t: time.Now()}, store: store, keys: keys, log: &logged{}, outbox: filepath.Join(dir, "outbox.ndjson")}
	h.gate, h.url = h.another(change, more)
	h.client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return h
}

// another is a second gate over the same store, as on another node.
func (h *house) another(change func(*gate.Config), more func(*gate.Gate)) (*gate.Gate, string) {
	h.Helper()
	c := gate.Config{
		Store: h.store, Keys: h.keys, Sender: notice.NewOutbox(h.outbox), Now: h.now, PublicURL: "http://127.0.0.1:8080",
		Log: slog.New(slog.NewJSONHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Version: "test",
	}
	if change != nil {
		change(&c)
	}
	g, err := gate.New(c)
	if err != nil {
		h.Fatal(err)
	}
	if more != nil {
		more(g)
	}
	server := httptest.NewUnstartedServer(g.Handler())
	server.Config = gate.Server(g.Handler(), c.Log)
	server.Start()
	h.Cleanup(func() { g.Close(); server.Close() })
	return g, server.URL
}

// doctor adds a village doctor with the good password.
func (h *house) doctor(login string) records.Person {
	h.Helper()
	p, err := h.gate.AddPerson(context.Background(), records.Person{
		Login: login, Name: "王医生", Role: records.Village, Areas: []string{"339999001001"}, Clinic: "339999001001",
	}, goodPassword)
	if err != nil {
		h.Fatal(err)
	}
	return p
}

// reply is an answer that was read.
type reply struct {
	status int
	header http.Header
	body   string
	cookie string // value of the cookie that was set
	json   map[string]any
}

func (r reply) code() string { s, _ := r.json["code"].(string); return s }

// try is one request: a body is sent as JSON; with says header fields.
type try struct {
	method, path string
	body         any
	token        string
	cookie       string // name=value
	with         map[string]string
	at           string // another server
}

func (h *house) do(r try) reply {
	h.Helper()
	var body io.Reader
	switch b := r.body.(type) {
	case nil:
	case string:
		body = bytes.NewBufferString(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			h.Fatal(err)
		}
		body = bytes.NewReader(text)
	}
	at := h.url
	if r.at != "" {
		at = r.at
	}
	req, err := http.NewRequest(r.method, at+r.path, body)
	if err != nil {
		h.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if r.token != "" {
		req.Header.Set("Authorization", "Bearer "+r.token)
	}
	if r.cookie != "" {
		req.Header.Set("Cookie", r.cookie)
	}
	for k, v := range r.with {
		req.Header.Set(k, v)
	}
	res, err := h.client.Do(req)
	if err != nil {
		h.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		h.Fatal(err)
	}
	out := reply{status: res.StatusCode, header: res.Header, body: string(text)}
	for _, c := range res.Cookies() {
		out.cookie = c.Value
	}
	json.Unmarshal(text, &out.json)
	return out
}

// want tells a wrong status or code.
func (h *house) want(what string, r reply, status int, code string) {
	h.Helper()
	if r.status != status || r.code() != code {
		h.Errorf("%s = %d %q, want %d %q; body %s", what, r.status, r.code(), status, code, r.body)
	}
	if r.status >= 400 && r.header.Get("Content-Type") != "application/problem+json" {
		h.Errorf("%s: content type %q, want application/problem+json", what, r.header.Get("Content-Type"))
	}
}

func (h *house) signIn(login, password string) reply {
	h.Helper()
	return h.do(try{method: "POST", path: "/api/v1/session", body: map[string]string{"login": login, "password": password}})
}

// signedIn signs in and gives the access token and the refresh token.
func (h *house) signedIn(login string) (token, refresh string) {
	h.Helper()
	r := h.signIn(login, goodPassword)
	h.want("signing in", r, http.StatusOK, "")
	token, _ = r.json["accessToken"].(string)
	return token, r.cookie
}

func (h *house) refresh(cookie string) reply {
	h.Helper()
	return h.do(try{method: "POST", path: "/api/v1/session/refresh", cookie: "tongjian_staff=" + cookie})
}

func (h *house) me(token string) reply {
	h.Helper()
	return h.do(try{method: "GET", path: "/api/v1/me", token: token})
}

// weigh is an input with everything that can be wrong.
type weigh struct {
	ID    string `path:"id" maxLength:"12"`
	Limit int    `query:"limit" minimum:"1" maximum:"50" default:"10"`
	Body  struct {
		WeightKg float64 `json:"weightKg" exclusiveMinimum:"0" maximum:"150"`
		Name     string  `json:"name" minLength:"1"`
	}
}

type weighed struct {
	Body struct {
		Name string `json:"name"`
	}
}

// failing adds routes that end in each error.
func failing(errs map[string]error) func(*gate.Gate) {
	return func(g *gate.Gate) {
		for name, err := range errs {
			op := huma.Operation{Method: "POST", Path: "/fail/" + name, OperationID: "fail-" + name}
			gate.Handle(g.Staff, gate.Anyone(), op, func(context.Context, *struct{}) (*struct{}, error) {
				return nil, fmt.Errorf("doing %s: %w", name, err)
			})
		}
	}
}

func TestFailures(t *testing.T) {
	h := build(t, nil, failing(map[string]error{
		"missing":  records.ErrNotFound,
		"invalid":  &records.Invalid{Field: "birth", Code: "birth.future", Reason: "the birth day lies in the future"},
		"conflict": &records.Conflict{Code: "consult.taken", Reason: "somebody else took it", Detail: map[string]string{"by": "李医生"}},
		"lost":     records.ErrConflict,
		"not-mine": records.ErrForbidden,
		"who":      records.ErrUnauthenticated,
		"many":     &records.TooMany{Code: "code.soon", After: 1500 * time.Millisecond},
		"away":     records.ErrUnavailable,
		"fault":    fmt.Errorf("the disk says 13800000001 is broken"),
	}))
	tests := []struct {
		name   string
		status int
		code   string
		retry  string
	}{
		{"missing", 404, "not.found", ""}, {"invalid", 422, "birth.future", ""}, {"conflict", 409, "consult.taken", ""},
		{"lost", 409, "conflict", ""}, {"not-mine", 403, "forbidden", ""}, {"who", 401, "signin.needed", ""},
		{"many", 429, "code.soon", "2"}, {"away", 503, "unavailable", "5"}, {"fault", 500, "fault", ""},
	}
	for _, tt := range tests {
		r := h.do(try{method: "POST", path: "/api/v1/fail/" + tt.name})
		h.want(tt.name, r, tt.status, tt.code)
		if got := r.header.Get("Retry-After"); got != tt.retry {
			t.Errorf("%s: Retry-After %q, want %q", tt.name, got, tt.retry)
		}
		if r.json["request"] != r.header.Get("X-Request-ID") || r.json["request"] == "" {
			t.Errorf("%s: request %v, want the header's %q", tt.name, r.json["request"], r.header.Get("X-Request-ID"))
		}
		if r.json["title"] == "" || r.json["status"] != float64(tt.status) {
			t.Errorf("%s: title %v, status %v, want both", tt.name, r.json["title"], r.json["status"])
		}
	}
}
