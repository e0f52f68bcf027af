package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"tongjian/records"
)

// lastCode waits for the code that was sent to a phone last.
func (s *service) lastCode(t *testing.T) string {
	t.Helper()
	for range 200 {
		text, _ := os.ReadFile(filepath.Join(s.config.DataDir, "outbox.ndjson"))
		if all := regexp.MustCompile(`\b\d{6}\b`).FindAll(text, -1); len(all) > 0 {
			return string(all[len(all)-1])
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("no code was sent")
	return ""
}

// A parent signs in with the code and the clinic's slip, sees her own child and
// no other, and nothing that is the staff's alone.
func TestParentSeesHerOwnAndNoMore(t *testing.T) {
	s := start(t)
	village := s.staff(t, "v1", records.Village, "339999101201")
	mine, other := records.NewID(), records.NewID()
	var child records.Child
	s.must(t, village, "POST", "/api/v1/children", childBody(mine), &child)
	body := childBody(other)
	body["name"], body["birth"] = "李二", "2024-01-02"
	body["guardians"] = []any{map[string]any{"name": "李大", "relation": "father", "phone": "13800000002"}}
	s.must(t, village, "POST", "/api/v1/children", body, nil)
	hiv := map[string]any{"entries": []any{map[string]any{"id": records.NewID(), "kind": "contraindication", "day": "2026-01-01", "body": map[string]any{"condition": "hiv_exposed_unknown", "private": true}}}}
	s.must(t, village, "POST", "/api/v1/children/"+mine+"/entries", hiv, nil)

	var slip struct{ Slip string }
	s.must(t, village, "POST", "/api/v1/children/"+mine+"/guardians/"+child.Guardians[0].ID+"/slip", nil, &slip)
	s.must(t, "", "POST", "/mobile/v1/code", map[string]string{"phone": "13800000001"}, nil)
	code := s.lastCode(t)
	if status, got := s.ask(t, "", "POST", "/mobile/v1/session", map[string]string{"phone": "13800000001", "code": code}); status != http.StatusConflict || !bytes.Contains(got, []byte("slip.needed")) {
		t.Fatalf("a first sign-in without the slip = %d %s, want 409 slip.needed", status, got)
	}
	var session struct{ AccessToken string }
	s.must(t, "", "POST", "/mobile/v1/session", map[string]string{"phone": "13800000001", "code": code, "slip": slip.Slip}, &session)

	var list struct{ Items []struct{ ID string } }
	s.must(t, session.AccessToken, "GET", "/mobile/v1/children", nil, &list)
	if len(list.Items) != 1 || list.Items[0].ID != mine {
		t.Errorf("the mother's list is %v, want her own child", list.Items)
	}
	status, got := s.ask(t, session.AccessToken, "GET", "/mobile/v1/children/"+mine, nil)
	if status != http.StatusOK || !bytes.Contains(got, []byte(`"appointments"`)) {
		t.Errorf("her child = %d %s", status, got)
	}
	for _, word := range []string{"hiv", "HIV", "motherHBsAg", "findings"} {
		if bytes.Contains(got, []byte(word)) {
			t.Errorf("the parent's answer holds %q", word)
		}
	}
	for _, path := range []string{"/mobile/v1/children/" + other, "/mobile/v1/children/" + other + "/seen"} {
		if status, _ := s.ask(t, session.AccessToken, "GET", path, nil); status != http.StatusNotFound {
			t.Errorf("another family's %s = %d, want 404", path, status)
		}
	}
	if status, _ := s.ask(t, session.AccessToken, "GET", "/api/v1/children/"+mine, nil); status != http.StatusForbidden {
		t.Errorf("a parent on the staff's API = %d, want 403", status)
	}
	township := s.staff(t, "t1", records.Township, "339999101") // a number in use since today is the township's to end
	s.must(t, township, "POST", "/api/v1/children/"+mine+"/guardians/"+child.Guardians[0].ID+"/end", map[string]any{}, nil)
	for range 120 { // at once: the session is seen as ended within seconds
		if status, _ = s.ask(t, session.AccessToken, "GET", "/mobile/v1/children", nil); status == http.StatusUnauthorized {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("after the clinic ended the access the parent still gets %d", status)
}
