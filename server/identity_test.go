package main

import (
	"net/http"
	"testing"

	"tongjian/records"
)

// A correction over the API keeps what it leaves out.
func TestCorrectionKeepsWhatIsLeftOut(t *testing.T) {
	s := start(t)
	village := s.staff(t, "v1", records.Village, "339999101201")
	id := records.NewID()
	s.must(t, village, "POST", "/api/v1/children", childBody(id), nil)
	body := map[string]any{"version": 1, "name": "石小穗", "sex": "F", "birth": "2025-06-10", "area": "339999101201", "allergies": []string{"egg"}}
	var kept, cleared records.Child
	s.must(t, village, "PUT", "/api/v1/children/"+id+"/identity", body, &kept)
	if c := kept; c.MotherHBsAg != "negative" || c.GestationDays != 273 || c.BirthWeightG != 3150 || len(c.Allergies) != 1 {
		t.Errorf("after a correction of the allergies alone: %+v, want the rest as it was", c.Identity)
	}
	body["version"], body["gestationDays"], body["allergies"] = kept.Version, 0, []string{}
	s.must(t, village, "PUT", "/api/v1/children/"+id+"/identity", body, &cleared)
	if c := cleared; c.GestationDays != 0 || len(c.Allergies) != 0 || c.BirthWeightG != 3150 {
		t.Errorf("after clearing: %+v, want gestation and allergies gone", c.Identity)
	}
	body["nickname"] = "x"
	if status, got := s.ask(t, village, "PUT", "/api/v1/children/"+id+"/identity", body); status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown field = %d %s, want 422", status, got)
	}
}

// A doctor ends the access of numbers that they know, not of one that they
// wrote into a made-up child's record.
func TestEndingAccess(t *testing.T) {
	c := startCall(t)
	other := c.staff(t, "v2", records.Village, "339999102201")
	township := c.staff(t, "t2", records.Township, "339999102")
	trap := records.NewID()
	body := childBody(trap)
	body["name"], body["birth"], body["area"], body["notSame"] = "高山", "2024-01-01", "339999102201", "another child"
	var made records.Child
	c.must(t, other, "POST", "/api/v1/children", body, &made)
	path := "/api/v1/children/" + trap + "/guardians/" + made.Guardians[0].ID + "/end"
	if status, got := c.ask(t, other, "POST", path, nil); status != http.StatusForbidden {
		t.Errorf("ending through a made-up child = %d %s, want 403", status, got)
	}
	if status, _ := c.ask(t, c.mother, "GET", "/mobile/v1/me", nil); status != http.StatusOK {
		t.Errorf("the mother afterwards = %d, want still signed in", status)
	}
	if status, got := c.ask(t, township, "POST", path, map[string]any{"why": "phone was stolen"}); status >= 300 {
		t.Errorf("a township doctor of the area = %d %s, want it done", status, got)
	}
	if status, _ := c.ask(t, c.mother, "GET", "/mobile/v1/me", nil); status != http.StatusUnauthorized {
		t.Errorf("the mother then = %d, want signed out", status)
	}
}

func TestNoSlipForAnEndedGuardian(t *testing.T) {
	s := start(t)
	village := s.staff(t, "v1", records.Village, "339999101201")
	var c records.Child
	s.must(t, village, "POST", "/api/v1/children", childBody(records.NewID()), &c)
	path := "/api/v1/children/" + c.ID + "/guardians/" + c.Guardians[0].ID
	s.must(t, village, "POST", path+"/slip", nil, nil)
	s.must(t, village, "POST", path+"/end", nil, nil) // never used: the one who gave it may take it back
	s.must(t, village, "PUT", path, map[string]any{"name": "石云", "relation": "mother", "phone": "13800000001", "ended": true}, nil)
	if status, got := s.ask(t, village, "POST", path+"/slip", nil); status != http.StatusNotFound {
		t.Errorf("a slip for an ended guardian = %d %s, want 404", status, got)
	}
}
