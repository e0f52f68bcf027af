package gate_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"tongjian/care"
	"tongjian/records"
	"tongjian/server/gate"
)

func TestWho(t *testing.T) {
	routes := map[string]gate.Who{
		"anyone": gate.Anyone(), "staff": gate.Staff(), "carers": gate.Staff(records.Village, records.Paediatrician),
		"leaders": gate.Staff(records.Manager), "guardian": gate.Guardian(), "nobody": {},
	}
	h := build(t, nil, func(g *gate.Gate) {
		for name, who := range routes {
			op := huma.Operation{Method: "GET", Path: "/for/" + name, OperationID: name}
			gate.Handle(g.Staff, who, op, func(ctx context.Context, _ *struct{}) (*weighed, error) {
				out := &weighed{}
				out.Body.Name = gate.CallerOf(ctx).Name
				return out, nil
			})
			g.Raw(who, "GET", "/raw/"+name, func(c *gin.Context) { c.JSON(http.StatusOK, gate.CallerOf(c.Request.Context())) })
		}
	})
	h.doctor("wang")
	staff, _ := h.signedIn("wang")
	family, _ := h.parent(mother)
	tests := map[string][3]int{ // without a token, village doctor, guardian
		"anyone": {200, 200, 200}, "staff": {401, 200, 403}, "carers": {401, 200, 403},
		"leaders": {401, 403, 403}, "guardian": {401, 403, 200}, "nobody": {401, 403, 403},
	}
	codes := map[int]string{200: "", 401: "token.missing", 403: "forbidden"}
	for name, want := range tests {
		for i, token := range []string{"", staff, family} {
			for _, path := range []string{"/api/v1/for/", "/raw/"} {
				r := h.do(try{method: "GET", path: path + name, token: token})
				h.want(fmt.Sprintf("%s%s as caller %d", path, name, i), r, want[i], codes[want[i]])
				if (r.status == 401) != (r.header.Get("WWW-Authenticate") == "Bearer") {
					t.Errorf("%s%s: WWW-Authenticate %q with %d", path, name, r.header.Get("WWW-Authenticate"), r.status)
				}
			}
		}
	}
	if got := gate.Staff(records.Village, records.Township).String(); got != "village township" {
		t.Errorf("Who = %q, want the roles", got)
	}
}

func TestCaller(t *testing.T) {
	h := build(t, nil, func(g *gate.Gate) {
		g.Raw(gate.Anyone(), "GET", "/who/anyone", func(c *gin.Context) { c.JSON(200, gate.CallerOf(c.Request.Context())) })
		g.Raw(gate.Staff(), "GET", "/who/staff", func(c *gin.Context) { c.JSON(200, gate.CallerOf(c.Request.Context())) })
		g.Raw(gate.Guardian(), "GET", "/who/guardian", func(c *gin.Context) { c.JSON(200, gate.CallerOf(c.Request.Context())) })
	})
	p := h.doctor("wang")
	staff, _ := h.signedIn("wang")
	family, _ := h.parent(mother)
	const id = "01JD8Z3Q4R5S6T7V8W9X0Y1Z2A"
	tests := []struct {
		path, token string
		want        records.Caller
	}{
		{"/who/anyone", "", records.Caller{}},
		{"/who/anyone", staff, records.Caller{}},
		{"/who/staff", staff, records.Caller{ID: p.ID, Name: p.Name, Role: p.Role, Areas: p.Areas, Clinic: p.Clinic}},
		{"/who/guardian", family, records.Caller{ID: mother, Role: records.Guardian, Phone: mother}},
	}
	for _, tt := range tests {
		r := h.do(try{method: "GET", path: tt.path, token: tt.token, with: map[string]string{"X-Request-ID": id, "X-Forwarded-For": "10.9.9.9"}})
		tt.want.Request, tt.want.Address = id, "127.0.0.1"
		want, _ := json.Marshal(tt.want)
		if r.body != string(want) {
			t.Errorf("%s: caller %s, want %s", tt.path, r.body, want)
		}
	}
	behind := build(t, func(c *gate.Config) { c.Proxies = []string{"127.0.0.1"} }, func(g *gate.Gate) {
		g.Raw(gate.Anyone(), "GET", "/who", func(c *gin.Context) { c.String(200, gate.CallerOf(c.Request.Context()).Address) })
	})
	if r := behind.do(try{method: "GET", path: "/who", with: map[string]string{"X-Forwarded-For": "10.9.9.9"}}); r.body != "10.9.9.9" {
		t.Errorf("behind a proxy that is believed, address = %s, want 10.9.9.9", r.body)
	}
}

func TestRoutes(t *testing.T) {
	h := build(t, nil, weighing)
	declared := map[string]bool{}
	for _, r := range h.gate.Routes() {
		key := r.Method + " " + r.Path
		if declared[key] {
			t.Errorf("%s is declared twice", key)
		}
		declared[key] = true
		if r.Who.String() == "nobody" {
			t.Errorf("%s is for nobody", key)
		}
	}
	real := h.gate.Engine().Routes()
	for _, r := range real {
		if !declared[r.Method+" "+r.Path] {
			t.Errorf("%s %s is not declared", r.Method, r.Path)
		}
	}
	if len(real) != len(declared) {
		t.Errorf("%d routes, %d declared", len(real), len(declared))
	}
	if !declared["POST /api/v1/children/:id/weights"] {
		t.Errorf("routes %v, want that of the test among them", declared)
	}
}

func TestDocuments(t *testing.T) {
	h := build(t, nil, func(g *gate.Gate) {
		weighing(g)
		op := huma.Operation{Method: "GET", Path: "/due", OperationID: "due"}
		gate.Handle(g.Family, gate.Guardian(), op, func(context.Context, *struct{}) (*struct {
			Body struct {
				Day care.Day `json:"day"`
			}
		}, error) {
			return nil, nil
		})
	})
	for path, want := range map[string][]string{
		"/openapi.json":        {`"/api/v1/session"`, `"/api/v1/me"`, `"/api/v1/children/{id}/weights"`, `"application/problem+json"`, `"bearer"`},
		"/mobile/openapi.json": {`"/mobile/v1/code"`, `"/mobile/v1/session"`, `"/mobile/v1/due"`, `"format": "date"`},
	} {
		r := h.do(try{method: "GET", path: path})
		if r.status != 200 || r.json["openapi"] != "3.1.0" {
			t.Errorf("%s = %d, openapi %v, want 200, 3.1.0", path, r.status, r.json["openapi"])
		}
		for _, w := range want {
			if !strings.Contains(r.body, w) {
				t.Errorf("%s lacks %s", path, w)
			}
		}
		for _, no := range []string{"ErrorModel", "ErrorDetail", "tongjian_staff", "$schema"} {
			if strings.Contains(r.body, no) {
				t.Errorf("%s holds %s", path, no)
			}
		}
	}
	keys := h.do(try{method: "GET", path: "/.well-known/jwks.json"})
	if keys.status != 200 || strings.Contains(keys.body, `"d"`) || !strings.Contains(keys.body, `"alg":"EdDSA"`) {
		t.Errorf("keys = %d %s, want the public halves alone", keys.status, keys.body)
	}
	g, err := gate.New(gate.Config{}) // as the command that writes the documents does
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if text, err := g.Family.OpenAPI(); err != nil || !slices.Contains(strings.Split(string(text), "\""), "/mobile/v1/code") {
		t.Errorf("OpenAPI without a store = %v, want the document", err)
	}
}

func TestRest(t *testing.T) {
	h := build(t, nil, func(g *gate.Gate) {
		g.Rest(gate.Anyone(), func(c *gin.Context) {
			if c.Request.URL.Path != "/m/" {
				gate.Missing(c)
				return
			}
			c.Header("Cache-Control", "max-age=60")
			c.Data(http.StatusOK, "text/html", []byte("<!doctype html>"))
		})
	})
	if r := h.do(try{method: "GET", path: "/m/"}); r.status != 200 || r.body != "<!doctype html>" || r.header.Get("Cache-Control") != "max-age=60" {
		t.Errorf("the page = %d %q %q, want it", r.status, r.body, r.header.Get("Cache-Control"))
	}
	if r := h.do(try{method: "HEAD", path: "/m/"}); r.status != 200 {
		t.Errorf("HEAD of the page = %d, want 200", r.status)
	}
	for _, tt := range []try{{method: "GET", path: "/m/nothing"}, {method: "POST", path: "/m/"}, {method: "GET", path: "/api/v1/nothing"}, {method: "GET", path: "/mobile/v1/nothing"}} {
		h.want(tt.method+" "+tt.path, h.do(tt), 404, "not.found")
	}
	if l := h.lines()[0]; l.Route != "rest" || l.Status != 200 {
		t.Errorf("log line %+v, want route rest", l)
	}
}

// TestStream holds that an event stream outlives the server's time-outs, and
// ends with the session that it was opened with.
func TestStream(t *testing.T) {
	ended := make(chan error, 2)
	h := build(t, nil, func(g *gate.Gate) {
		g.Raw(gate.Staff(), "GET", "/api/v1/events", func(c *gin.Context) {
			if err := gate.Lasting(c); err != nil {
				gate.Fail(c, err)
				return
			}
			c.Header("Content-Type", "text/event-stream")
			fmt.Fprint(c.Writer, "data: hello\n\n")
			c.Writer.Flush()
			<-c.Request.Context().Done()
			ended <- context.Cause(c.Request.Context())
		})
	})
	var told []string
	h.gate.Revoked(func(session, person string) { told = append(told, session+" "+person) })
	p := h.doctor("wang")
	token, _ := h.signedIn("wang")
	stream := func(at string) {
		req, _ := http.NewRequest("GET", at+"/api/v1/events", nil)
		req.Header.Set("Authorization", "Bearer "+token)
		res, err := h.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		if line, err := bufio.NewReader(res.Body).ReadString('\n'); err != nil || line != "data: hello\n" {
			t.Fatalf("the stream begins %q (%v), want hello", line, err)
		}
	}
	stream(h.url)
	if err := h.gate.EndPerson(context.Background(), p.ID); err != nil {
		t.Fatal(err)
	}
	select {
	case cause := <-ended:
		if !errors.Is(cause, records.ErrUnauthenticated) {
			t.Errorf("the stream ended by %v, want records.ErrUnauthenticated", cause)
		}
	case <-time.After(5 * time.Second):
		t.Error("the stream goes on 5 s after the person's access ended")
	}
	if len(told) != 1 || !strings.HasSuffix(told[0], " "+p.ID) {
		t.Errorf("Revoked was told %v, want the one session of %s", told, p.ID)
	}
	h.want("a request with the same token", h.me(token), 401, "session.ended")
}

// TestStreamElsewhere ends the session at another node.
func TestStreamElsewhere(t *testing.T) {
	h := build(t, nil, nil)
	node, _ := h.another(nil, nil)
	p := h.doctor("wang")
	h.signedIn("wang")
	session := h.sessions(p.ID)[0]
	told := make(chan string, 1)
	node.Revoked(func(session, person string) { told <- session + " " + person })
	ctx, stop := node.Watch(context.Background(), session)
	defer stop()
	if err := h.gate.EndPerson(context.Background(), p.ID); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ctx.Done():
	case <-time.After(5 * time.Second):
		t.Fatal("another node does not see the end within 5 s")
	}
	if got := <-told; got != session+" "+p.ID {
		t.Errorf("Revoked was told %s, want %s of %s", got, session, p.ID)
	}
}

func TestClose(t *testing.T) {
	h := build(t, nil, nil)
	ctx, stop := h.gate.Watch(context.Background(), "any")
	defer stop()
	h.gate.Close()
	<-ctx.Done()
	h.gate.Close()
}
