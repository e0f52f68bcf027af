package gate_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

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
	testing.TB
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
func build(t testing.TB, change func(*gate.Config), more func(*gate.Gate)) *house {
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
	h := &house{TB: t, clock: &clock{t: time.Now()}, store: store, keys: keys, log: &logged{}, outbox: filepath.Join(dir, "outbox.ndjson")}
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

// sessions lists the ids of the open sessions of a subject.
func (h *house) sessions(subject string) (ids []string) {
	h.Helper()
	rows, err := h.store.Rows(context.Background(), records.Query{Kind: "session", State: "active", Term: "of:" + subject, Limit: 100})
	if err != nil {
		h.Fatal(err)
	}
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func (h *house) slip(phone string) string {
	h.Helper()
	s, err := h.gate.IssueSlip(context.Background(), phone)
	if err != nil {
		h.Fatal(err)
	}
	return s
}

func (h *house) askCode(phone string) reply {
	h.Helper()
	return h.do(try{method: "POST", path: "/mobile/v1/code", body: map[string]string{"phone": phone}})
}

func (h *house) byCode(phone, code, slip string) reply {
	h.Helper()
	body := map[string]string{"phone": phone, "code": code}
	if slip != "" {
		body["slip"] = slip
	}
	return h.do(try{method: "POST", path: "/mobile/v1/session", body: body})
}

// sent waits for the n-th text to a number and gives its code, or "" when
// there are fewer after all have gone out.
func (h *house) sent(phone string, n int) string {
	h.Helper()
	for range 200 {
		text, _ := os.ReadFile(h.outbox)
		seen := 0
		for line := range strings.Lines(string(text)) {
			var m notice.Message
			if err := json.Unmarshal([]byte(line), &m); err != nil {
				h.Fatal(err)
			}
			if m.To == phone {
				if seen++; seen == n {
					return regexp.MustCompile(`[0-9]{6}`).FindString(m.Text)
				}
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	return ""
}

// parent gives a number an account, signs it in and gives both tokens.
func (h *house) parent(phone string) (token, refresh string) {
	h.Helper()
	slip := h.slip(phone)
	h.want("asking for a code", h.askCode(phone), http.StatusAccepted, "")
	r := h.byCode(phone, h.sent(phone, 1), slip)
	h.want("signing in by code and slip", r, http.StatusOK, "")
	token, _ = r.json["accessToken"].(string)
	return token, r.cookie
}

// decoded is what a token says to who reads it.
func decoded(token string) string {
	var all []byte
	for _, part := range strings.Split(token, ".") {
		b, _ := base64.RawURLEncoding.DecodeString(part)
		all = append(all, b...)
	}
	return string(all)
}
