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
	var c records.Child
	s.must(t, village, "POST", "/api/v1/children", childBody(id), &c)
	body := map[string]any{"version": c.Version, "name": "石小穗", "sex": "F", "birth": "2025-06-10", "area": "339999101201", "allergies": []string{"egg"}}
	s.must(t, village, "PUT", "/api/v1/children/"+id+"/identity", body, &c)
	if c.MotherHBsAg != "negative" || c.GestationDays != 273 || c.BirthWeightG != 3150 || len(c.Allergies) != 1 {
		t.Errorf("after a correction of the allergies alone: %+v, want the rest as it was", c.Identity)
	}
	body["version"], body["gestationDays"], body["allergies"] = c.Version, 0, []string{}
	s.must(t, village, "PUT", "/api/v1/children/"+id+"/identity", body, &c)
	if c.GestationDays != 0 || len(c.Allergies) != 0 || c.BirthWeightG != 3150 {
		t.Errorf("after clearing: %+v, want gestation and allergies gone", c.Identity)
	}
	body["nickname"] = "x"
	if status, got := s.ask(t, village, "PUT", "/api/v1/children/"+id+"/identity", body); status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown field = %d %s, want 422", status, got)
	}
}
