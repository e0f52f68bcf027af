package gate_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"tongjian/records"
	"tongjian/server/gate"
)

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

// weighing adds a route whose input has everything that can be wrong.
func weighing(g *gate.Gate) {
	op := huma.Operation{Method: "POST", Path: "/children/{id}/weights", OperationID: "weigh"}
	gate.Handle(g.Staff, gate.Anyone(), op, func(_ context.Context, in *weigh) (*weighed, error) {
		if in.Body.Name == "records" {
			return nil, &records.Invalid{Field: "weightKg", Code: "weight.high", Reason: "too heavy for the age"}
		}
		if in.Body.Name == "path" {
			return nil, &records.Invalid{Field: "id", Code: "id.form", Reason: "not an id"}
		}
		out := &weighed{}
		out.Body.Name = in.Body.Name
		return out, nil
	})
	list := huma.Operation{Method: "GET", Path: "/weights", OperationID: "weights"}
	gate.Handle(g.Staff, gate.Anyone(), list, func(_ context.Context, in *struct {
		Before gate.Day `query:"before"`
		Area   string   `query:"area"`
	}) (*weighed, error) {
		if in.Area != "" {
			return nil, &records.Invalid{Field: "area", Code: "area.code", Reason: "not an area"}
		}
		out := &weighed{}
		out.Body.Name = in.Before.String()
		return out, nil
	})
}

func TestWrongRequests(t *testing.T) {
	h := build(t, nil, weighing)
	const path = "/api/v1/children/a/weights"
	secret := "李梅梅"
	tests := []struct {
		name     string
		try      try
		status   int
		code     string
		location string
	}{
		{"right", try{method: "POST", path: path, body: `{"weightKg":3.2,"name":"a"}`}, 200, "", ""},
		{"unknown field", try{method: "POST", path: path, body: `{"weightKg":3.2,"name":"a","wieght":"` + secret + `"}`}, 422, "unknown", "body.wieght"},
		{"missing field", try{method: "POST", path: path, body: `{"weightKg":3.2}`}, 422, "required", "body.name"},
		{"zero", try{method: "POST", path: path, body: `{"weightKg":0,"name":"` + secret + `"}`}, 422, "range", "body.weightKg"},
		{"too much", try{method: "POST", path: path, body: `{"weightKg":151,"name":"a"}`}, 422, "range", "body.weightKg"},
		{"empty", try{method: "POST", path: path, body: `{"weightKg":3,"name":""}`}, 422, "length", "body.name"},
		{"text for a number", try{method: "POST", path: path, body: `{"weightKg":"` + secret + `","name":"a"}`}, 422, "type", "body.weightKg"},
		{"null", try{method: "POST", path: path, body: `null`}, 422, "type", "body"},
		{"list", try{method: "POST", path: path, body: `[]`}, 422, "type", "body"},
		{"long id", try{method: "POST", path: "/api/v1/children/" + strings.Repeat("a", 13) + "/weights", body: `{"weightKg":3,"name":"a"}`}, 422, "length", "path.id"},
		{"limit", try{method: "POST", path: path + "?limit=51", body: `{"weightKg":3,"name":"a"}`}, 422, "range", "query.limit"},
		{"limit as text", try{method: "POST", path: path + "?limit=x", body: `{"weightKg":3,"name":"a"}`}, 422, "form", "query.limit"},
		{"unknown query", try{method: "POST", path: path + "?limt=5", body: `{"weightKg":3,"name":"a"}`}, 422, "unknown", "query.limt"},
		{"refused by records", try{method: "POST", path: path, body: `{"weightKg":90,"name":"records"}`}, 422, "weight.high", "body.weightKg"},
		{"refused path", try{method: "POST", path: path, body: `{"weightKg":90,"name":"path"}`}, 422, "id.form", "path.id"},
		{"refused query", try{method: "GET", path: "/api/v1/weights?area=x"}, 422, "area.code", "query.area"},
		{"day", try{method: "GET", path: "/api/v1/weights?before=2026-02-30"}, 422, "form", "query.before"},
		{"not JSON", try{method: "POST", path: path, body: `{"weightKg":` + secret}, 400, "body.malformed", "body"},
		{"two values", try{method: "POST", path: path, body: `{"weightKg":3,"name":"a"}{}`}, 400, "body.malformed", "body"},
		{"not UTF-8", try{method: "POST", path: path, body: "{\"weightKg\":3,\"name\":\"\xc0\xee\"}"}, 400, "body.malformed", "body"},
		{"nothing", try{method: "POST", path: path}, 400, "body.malformed", ""},
		{"form", try{method: "POST", path: path, body: "name=a", with: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}, 415, "body.type", "body"},
		{"no route", try{method: "GET", path: "/api/v1/nothing"}, 404, "not.found", ""},
		{"no page", try{method: "GET", path: "/nothing"}, 404, "not.found", ""},
		{"slash", try{method: "GET", path: "/api/v1/weights/"}, 404, "not.found", ""},
		{"method", try{method: "DELETE", path: path}, 405, "method", ""},
		{"preflight", try{method: "OPTIONS", path: path, with: map[string]string{"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}}, 405, "method", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := *h
			h.TB = t
			r := h.do(tt.try)
			h.want("the answer", r, tt.status, tt.code)
			if tt.location != "" && !strings.Contains(r.body, `"location":"`+tt.location+`"`) {
				t.Errorf("body %s, want location %s", r.body, tt.location)
			}
			if strings.Contains(r.body, secret) && tt.status == 422 {
				t.Errorf("the answer repeats what was sent: %s", r.body)
			}
			if r.header.Get("Access-Control-Allow-Origin") != "" {
				t.Error("the answer opens itself to other sites")
			}
		})
	}
	if strings.Contains(h.log.String(), secret) {
		t.Errorf("the log holds what was sent: %s", h.log.String())
	}
	if r := h.do(try{method: "GET", path: "/api/v1/weights?before=2024-02-29"}); !strings.Contains(r.body, "2024-02-29") {
		t.Errorf("a day in a query = %s, want it back", r.body)
	}
}

func TestLargeBody(t *testing.T) {
	h := build(t, nil, func(g *gate.Gate) {
		weighing(g)
		g.Raw(gate.Anyone(), "POST", "/raw", func(c *gin.Context) {
			if _, err := io.Copy(io.Discard, c.Request.Body); err != nil {
				gate.Fail(c, err)
				return
			}
			c.Status(http.StatusNoContent)
		})
	})
	fits := `{"weightKg":3,"name":"` + strings.Repeat("a", gate.BodyLimit-24) + `"}`
	if len(fits) != gate.BodyLimit {
		t.Fatalf("the body has %d bytes, want %d", len(fits), gate.BodyLimit)
	}
	h.want("a body of the limit", h.do(try{method: "POST", path: "/api/v1/children/a/weights", body: fits}), 200, "")
	h.want("one byte more", h.do(try{method: "POST", path: "/api/v1/children/a/weights", body: fits + " "}), 413, "body.large")
	for _, path := range []string{"/api/v1/children/a/weights", "/raw"} {
		req, err := http.NewRequest("POST", h.url+path, io.MultiReader(strings.NewReader(fits), strings.NewReader(" "))) // without a length
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		res, err := h.client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != 413 {
			t.Errorf("%s, one byte more in pieces = %d, want 413", path, res.StatusCode)
		}
	}
}

func TestPanic(t *testing.T) {
	h := build(t, nil, func(g *gate.Gate) {
		op := huma.Operation{Method: "GET", Path: "/panic", OperationID: "panic"}
		gate.Handle(g.Staff, gate.Anyone(), op, func(context.Context, *struct{}) (*struct{}, error) { panic("李梅 13800000001") })
		for path, who := range map[string]gate.Who{"/panic": gate.Anyone(), "/api/v1/signed-in-panic": gate.Staff()} {
			g.Raw(who, "GET", path, func(*gin.Context) {
				var none []int
				_ = none[len(none)]
			})
		}
	})
	h.doctor("wang")
	token, _ := h.signedIn("wang")
	for _, path := range []string{"/api/v1/panic", "/panic", "/api/v1/signed-in-panic"} {
		r := h.do(try{method: "GET", path: path, token: token})
		h.want(path, r, 500, "fault")
		if strings.Contains(r.body, "goroutine") || strings.Contains(r.body, "李梅") || strings.Contains(r.body, "index") {
			t.Errorf("%s shows the fault: %s", path, r.body)
		}
	}
	log := h.log.String()
	if !strings.Contains(log, "index out of range") || !strings.Contains(log, "goroutine") {
		t.Errorf("the log does not say what happened: %s", log)
	}
	if strings.Contains(log, "李梅") || strings.Contains(log, "13800000001") {
		t.Errorf("the log holds what the panic held: %s", log)
	}
}
