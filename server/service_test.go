package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"tongjian/records"
)

// service is the whole house on a real store, reached over HTTP.
type service struct {
	*house
	url string
}

func start(t testing.TB) *service {
	t.Helper()
	dir := t.TempDir()
	c, err := readConfig(func(name string) string {
		return map[string]string{"DATA_DIR": dir, "ADDR": "127.0.0.1:0", "MEDIA_UDP": "127.0.0.1:0", "MEDIA_TCP": "127.0.0.1:0"}[name]
	})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c.PublicURL = "http://" + listener.Addr().String()
	h, err := openHouse(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.serveOn(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		h.close()
	})
	return &service{h, c.PublicURL}
}

const password = "quiet river 12"

// staff adds a person and signs in.
func (s *service) staff(t testing.TB, login string, role records.Role, area string) string {
	t.Helper()
	_, err := s.gate.AddPerson(context.Background(), records.Person{Login: login, Name: "Dr " + login, Role: role, Areas: []string{area}, Clinic: area}, password)
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ AccessToken string }
	s.must(t, "", "POST", "/api/v1/session", map[string]string{"login": login, "password": password}, &got)
	return got.AccessToken
}

// ask makes a request and gives status and body.
func (s *service) ask(t testing.TB, token, method, path string, body any) (int, []byte) {
	t.Helper()
	var text []byte
	switch b := body.(type) {
	case nil:
	case string:
		text = []byte(b)
	default:
		text, _ = json.Marshal(b)
	}
	r, err := http.NewRequest(method, s.url+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, got
}

func (s *service) must(t testing.TB, token, method, path string, body, into any) {
	t.Helper()
	status, got := s.ask(t, token, method, path, body)
	if status >= 300 {
		t.Fatalf("%s %s = %d %s", method, path, status, got)
	}
	if into != nil {
		if err := json.Unmarshal(got, into); err != nil {
			t.Fatalf("%s %s answered %s: %v", method, path, got, err)
		}
	}
}

func childBody(id string) map[string]any {
	return map[string]any{"id": id, "name": "石小穗", "sex": "F", "birth": "2025-06-10", "area": "339999101201", "motherHBsAg": "negative",
		"gestationDays": 273, "birthWeightG": 3150, "guardians": []any{map[string]any{"name": "石云", "relation": "mother", "phone": "13800000001"}}}
}

// Every route that the router knows was declared with who may call it, and
// every declared one exists.
func TestEveryRouteSaysWhoMayCallIt(t *testing.T) {
	s := start(t)
	declared := map[string]bool{}
	for _, r := range s.gate.Routes() {
		declared[r.Method+" "+r.Path] = true
		if r.Who.String() == "nobody" {
			t.Errorf("%s %s lets nobody in", r.Method, r.Path)
		}
	}
	for _, r := range s.gate.Engine().Routes() {
		if !declared[r.Method+" "+r.Path] {
			t.Errorf("%s %s does not say who may call it", r.Method, r.Path)
		}
		delete(declared, r.Method+" "+r.Path)
	}
	for r := range declared {
		t.Errorf("%s is declared and not there", r)
	}
}

// A route that is not for everybody answers 401 to strangers and 403 to the wrong role.
func TestRoutesAreClosed(t *testing.T) {
	s := start(t)
	village := s.staff(t, "v1", records.Village, "339999101201")
	for _, r := range s.gate.Routes() {
		path := strings.NewReplacer(":id", "01JC0000000000000000000000", ":guardian", "x", ":code", "339999", ":indicator", "wfa", ":sex", "F", ":invitation", "x", ":login", "v1").Replace(r.Path)
		if r.Who.String() == "anyone" {
			continue
		}
		if status, body := s.ask(t, "", r.Method, path, nil); status != http.StatusUnauthorized || !bytes.Contains(body, []byte(`"code"`)) {
			t.Errorf("%s %s without a token = %d %s, want 401", r.Method, path, status, body)
		}
		if !strings.Contains(r.Who.String(), "village") {
			if status, _ := s.ask(t, village, r.Method, path, nil); status != http.StatusForbidden {
				t.Errorf("%s %s for a village doctor = %d, want 403", r.Method, path, status)
			}
		}
	}
}

func TestBadInputIsNamed(t *testing.T) {
	s := start(t)
	token := s.staff(t, "v1", records.Village, "339999101201")
	id := records.NewID()
	for name, c := range map[string]struct {
		change map[string]any
		where  string
	}{
		"a birth day in the future": {map[string]any{"birth": "2100-01-01"}, "body.birth"},
		"no such day":               {map[string]any{"birth": "2025-02-30"}, "body.birth"},
		"a sex that is not one":     {map[string]any{"sex": "X"}, "body.sex"},
		"no sex":                    {map[string]any{"sex": nil}, "body.sex"},
		"an unknown field":          {map[string]any{"nickname": "x"}, "body.nickname"},
		"no guardian":               {map[string]any{"guardians": []any{}}, "body.guardians"},
		"a phone too short":         {map[string]any{"guardians": []any{map[string]any{"name": "x", "relation": "mother", "phone": "123"}}}, "body.guardians[0].phone"},
	} {
		body := childBody(id)
		for k, v := range c.change {
			if v == nil {
				delete(body, k)
			} else {
				body[k] = v
			}
		}
		status, got := s.ask(t, token, "POST", "/api/v1/children", body)
		if status != http.StatusUnprocessableEntity || !bytes.Contains(got, []byte(strings.TrimPrefix(c.where, "body."))) && !bytes.Contains(got, []byte(c.where)) {
			t.Errorf("%s = %d %s, want 422 naming %s", name, status, got, c.where)
		}
	}
	s.must(t, token, "POST", "/api/v1/children", childBody(id), nil)
	s.must(t, token, "POST", "/api/v1/children", childBody(id), nil)
	for body, want := range map[string]int{
		`{"entries":[{"id":"` + records.NewID() + `","kind":"measurement","day":"2026-01-01","body":{"weightKg":0}}]}`:              422,
		`{"entries":[{"id":"` + records.NewID() + `","kind":"dose","day":"2025-06-09","body":{"vaccine":"HepB","source":"book"}}]}`: 422,
		`{"entries":[`: 422,
		`{"entries":[{"id":"` + records.NewID() + `","kind":"measurement","day":"2026-01-01","body":{"weightKg":8}}]}`: 200,
	} {
		if status, got := s.ask(t, token, "POST", "/api/v1/children/"+id+"/entries", body); status != want && !(want == 422 && status == 400) {
			t.Errorf("%s = %d %s, want %d", body, status, got, want)
		}
	}
}

// One village doctor's and one paediatrician's way through a consult, over the API alone.
func TestConsultOverTheAPI(t *testing.T) {
	s := start(t)
	village := s.staff(t, "v1", records.Village, "339999101201")
	doctor := s.staff(t, "p1", records.Paediatrician, "339999")
	other := s.staff(t, "v2", records.Village, "339999102201")
	id, consult := records.NewID(), records.NewID()
	s.must(t, village, "POST", "/api/v1/children", childBody(id), nil)
	if status, _ := s.ask(t, other, "GET", "/api/v1/children/"+id, nil); status != http.StatusNotFound {
		t.Errorf("a foreign village gets %d, want 404", status)
	}
	s.must(t, village, "POST", "/api/v1/consults", map[string]any{"id": consult, "child": id, "urgency": "emergency"}, nil)
	if status, _ := s.ask(t, village, "POST", "/api/v1/consults/"+consult+"/ticket", nil); status != http.StatusConflict {
		t.Errorf("a ticket before anybody accepted = %d, want 409", status)
	}
	s.must(t, doctor, "POST", "/api/v1/consults/"+consult+"/accept", nil, nil)
	var ticket struct{ Ticket, Room, URL string }
	s.must(t, village, "POST", "/api/v1/consults/"+consult+"/ticket", nil, &ticket)
	if ticket.Room != consult || strings.Contains(ticket.URL, ticket.Ticket) || !strings.HasPrefix(ticket.URL, "ws://") {
		t.Errorf("the ticket is %+v, want one for the consult with nothing secret in its URL", ticket)
	}
	s.must(t, doctor, "POST", "/api/v1/consults/"+consult+"/end", nil, nil)
	note := map[string]any{"id": records.NewID(), "findings": "f", "assessment": "a", "advice": "drink", "referral": "none"}
	s.must(t, doctor, "POST", "/api/v1/consults/"+consult+"/note", note, nil)
	half := map[string]any{"id": records.NewID(), "accepted": true, "done": "d", "told": "t", "toldBack": true, "followedBy": "v"}
	s.must(t, village, "POST", "/api/v1/consults/"+consult+"/aftercare", half, nil)
	var chart struct{ Notes []struct{ Advice string } }
	s.must(t, village, "GET", "/api/v1/children/"+id, nil, &chart)
	if len(chart.Notes) != 1 || chart.Notes[0].Advice != "drink" {
		t.Errorf("the record has %v, want the signed advice", chart.Notes)
	}
}

func TestDataFolderInUse(t *testing.T) {
	s := start(t)
	c := s.config
	if _, err := openHouse(context.Background(), c); err == nil || !strings.Contains(err.Error(), filepath.Base(c.DataDir)) && !strings.Contains(err.Error(), "use") {
		t.Errorf("a second process on one data folder: %v, want it told that the folder is in use", err)
	}
}

func TestMongoAwayAtStart(t *testing.T) {
	closed := httptest.NewServer(nil)
	address := closed.Listener.Addr().String()
	closed.Close()
	dir := t.TempDir()
	env := map[string]string{"DATA_DIR": dir, "KEYS": filepath.Join(dir, "keys"), "MONGODB_URI": fmt.Sprintf("mongodb://%s/?serverSelectionTimeoutMS=300", address), "MEDIA_UDP": "127.0.0.1:0", "MEDIA_TCP": "127.0.0.1:0"}
	err := run(context.Background(), nil, func(n string) string { return env[n] }, nil, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "MongoDB") {
		t.Errorf("MongoDB away at start: %v, want it said", err)
	}
}

func TestConfigNamesEveryBadValue(t *testing.T) {
	env := map[string]string{"ADDR": "nonsense", "DEMO": "perhaps", "TLS_CERT": "x", "PUBLIC_IP": "here", "MONGODB_URI": "mongodb://127.0.0.1"}
	_, err := readConfig(func(n string) string { return env[n] })
	for _, name := range []string{"ADDR", "DEMO", "TLS_KEY", "PUBLIC_IP", "KEYS"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("the complaint %v does not name %s", err, name)
		}
	}
	if _, err := readConfig(func(n string) string { return map[string]string{"DEMO": "1", "ADDR": "0.0.0.0:8080"}[n] }); err == nil {
		t.Error("the demo is for loopback only")
	}
}
