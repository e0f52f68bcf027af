package gate_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"tongjian/server/gate"
)

func TestHeaders(t *testing.T) {
	h := build(t, func(c *gate.Config) { c.Connect = []string{"wss://node2.example"} }, nil)
	for _, path := range []string{"/openapi.json", "/nothing", "/api/v1/me"} {
		r := h.do(try{method: "GET", path: path})
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
			"Cache-Control": "no-store", "Strict-Transport-Security": "", "Access-Control-Allow-Origin": "",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := r.header.Get(name); got != want {
				t.Errorf("%s: %s = %q, want %q", path, name, got, want)
			}
		}
		csp := r.header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self';", "connect-src 'self' ws://127.0.0.1:8080 wss://node2.example;",
			"media-src 'self' blob: mediastream:", "worker-src 'self'", "manifest-src 'self'", "frame-ancestors 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: policy %q, want %q in it", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q allows what is unsafe", path, csp)
		}
		if p := r.header.Get("Permissions-Policy"); !strings.Contains(p, "camera=(self)") || !strings.Contains(p, "microphone=(self)") {
			t.Errorf("%s: Permissions-Policy %q, want camera and microphone for ourselves", path, p)
		}
	}
	tls := build(t, func(c *gate.Config) { c.PublicURL = "https://clinic.example" }, nil)
	r := tls.do(try{method: "GET", path: "/openapi.json"})
	if got := r.header.Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=31536000") {
		t.Errorf("on TLS, Strict-Transport-Security = %q, want a year", got)
	}
	if !strings.Contains(r.header.Get("Content-Security-Policy"), "wss://clinic.example") {
		t.Errorf("on TLS, policy %q, want wss to ourselves", r.header.Get("Content-Security-Policy"))
	}
}

func TestRequestID(t *testing.T) {
	h := build(t, nil, nil)
	for sent, kept := range map[string]bool{
		"01JD8Z3Q4R5S6T7V8W9X0Y1Z2A": true, "7f3b1c1e-0d52-4a8e-9a55-0123456789ab": true,
		"": false, "13800000001": false, "李梅": false, strings.Repeat("A", 27): false, "<script>": false,
	} {
		r := h.do(try{method: "GET", path: "/openapi.json", with: map[string]string{"X-Request-ID": sent}})
		if got := r.header.Get("X-Request-ID"); (got == sent) != kept || got == "" {
			t.Errorf("X-Request-ID %q came back as %q, want kept %v", sent, got, kept)
		}
	}
}

// line is one line of the log.
type line struct {
	Level   string  `json:"level"`
	Msg     string  `json:"msg"`
	Method  string  `json:"method"`
	Route   string  `json:"route"`
	Status  int     `json:"status"`
	Ms      float64 `json:"ms"`
	Request string  `json:"request"`
	Caller  string  `json:"caller"`
	Error   string  `json:"error"`
}

func (h *house) lines() (list []line) {
	h.Helper()
	for text := range strings.Lines(h.log.String()) {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			h.Fatalf("log line %q: %v", text, err)
		}
		list = append(list, l)
	}
	return list
}

func TestLog(t *testing.T) {
	h := build(t, nil, func(g *gate.Gate) {
		weighing(g)
		failing(map[string]error{"fault": fmt.Errorf("no room for 13800000001")})(g)
		op := huma.Operation{Method: "GET", Path: "/children/{id}", OperationID: "child"}
		gate.Handle(g.Staff, gate.Staff(), op, func(context.Context, *struct {
			ID string `path:"id"`
		}) (*struct{}, error) {
			return nil, nil
		})
	})
	p := h.doctor("wang")
	token, _ := h.signedIn("wang")
	requests := []struct {
		try  try
		want line
	}{
		{try{method: "GET", path: "/api/v1/children/339999200001011234", token: token}, line{Method: "GET", Route: "/api/v1/children/:id", Status: 204, Caller: p.ID}},
		{try{method: "GET", path: "/api/v1/children/339999200001011234?name=limei", token: token}, line{Method: "GET", Route: "/api/v1/children/:id", Status: 422, Caller: p.ID}},
		{try{method: "GET", path: "/somewhere/13800000001"}, line{Method: "GET", Status: 404}},
		{try{method: "13800000001", path: "/openapi.json"}, line{Method: "other", Status: 405}},
		{try{method: "GET", path: "/api/v1/me", token: token + "x"}, line{Method: "GET", Route: "/api/v1/me", Status: 401}},
		{try{method: "POST", path: "/api/v1/fail/fault"}, line{Level: "ERROR", Method: "POST", Route: "/api/v1/fail/fault", Status: 500, Error: "doing fault: no room for #"}},
		{try{method: "POST", path: "/api/v1/session", body: map[string]string{"login": "limei", "password": "13800000001"}}, line{Method: "POST", Route: "/api/v1/session", Status: 401}},
	}
	for _, r := range requests {
		before := len(h.lines())
		answer := h.do(r.try)
		lines := h.lines()[before:]
		if len(lines) != 1 {
			t.Errorf("%s: %d lines in the log, want 1: %v", r.try.path, len(lines), lines)
			continue
		}
		got := lines[0]
		if got.Request != answer.header.Get("X-Request-ID") || got.Ms <= 0 {
			t.Errorf("%s: request %q, %v ms, want that of the answer and the time", r.try.path, got.Request, got.Ms)
		}
		r.want.Request, r.want.Ms, r.want.Msg = got.Request, got.Ms, "request"
		if r.want.Level == "" {
			r.want.Level = "INFO"
		}
		if got != r.want {
			t.Errorf("%s: line %+v, want %+v", r.try.path, got, r.want)
		}
	}
	for _, personal := range []string{"13800000001", "339999200001011234", "limei", "王医生", goodPassword, token, "127.0.0.1"} {
		if strings.Contains(h.log.String(), personal) {
			t.Errorf("the log holds %q", personal)
		}
	}
}

func TestOtherSites(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	_, refresh := h.signedIn("wang")
	tests := []struct {
		name   string
		with   map[string]string
		status int
	}{
		{"another site", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"a neighbour", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"another origin", map[string]string{"Origin": "https://evil.example"}, 403},
		{"no origin", map[string]string{"Origin": "null"}, 403},
		{"our page", map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": h.url}, 200},
		{"our public address", map[string]string{"Origin": "http://127.0.0.1:8080"}, 200},
		{"no browser", nil, 200},
	}
	for _, tt := range tests {
		r := h.do(try{method: "POST", path: "/api/v1/session/refresh", cookie: "tongjian_staff=" + refresh, with: tt.with})
		if r.status != tt.status {
			t.Errorf("%s: refresh = %d %s, want %d", tt.name, r.status, r.body, tt.status)
		}
		if r.status == http.StatusOK {
			refresh = r.cookie
		}
	}
}
