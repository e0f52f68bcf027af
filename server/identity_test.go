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
