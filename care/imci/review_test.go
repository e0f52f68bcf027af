package imci

import (
	"maps"
	"slices"
	"testing"
)

// healthy are the findings of a child of an age in whom nothing is wrong:
// every question is answered.
func healthy(days, months int) Findings {
	f := Findings{"age_days": days, "age_months": months}
	for i := range book.Inputs {
		in := &book.Inputs[i]
		if in.Section == "context" || days < in.Days[0] || days > in.Days[1] {
			continue
		}
		switch in.Kind {
		case "bool":
			f[in.ID] = false
		case "enum":
			f[in.ID] = in.Values[slices.IndexFunc(in.Values, func(c choice) bool { return slices.Contains(usual, c.ID) })].ID
		}
	}
	maps.Copy(f, Findings{"temp_c": 36.8, "resp_rate": 28, "spo2_pct": 98, "heart_rate": 118, "crt_sec": 1.0, "weight_kg": 9.0, "waz": 0.0, "whz": 0.0, "cough_days": 2, "diarrhoea_days": 2, "fever_days": 2})
	if days < 60 {
		maps.Copy(f, Findings{"resp_rate": 44, "heart_rate": 140, "breastfed": true, "feeds_24h": 9, "weight_kg": 4.0, "jaundice_onset": "ge24h"})
	}
	if in := book.Inputs[book.input["muac_mm"]]; days >= in.Days[0] && days <= in.Days[1] {
		f["muac_mm"] = 145
	}
	return f
}

// with changes some findings.
func with(f Findings, change Findings) Findings {
	out := maps.Clone(f)
	maps.Copy(out, change)
	return out
}

// The corrections of the clinical review, each by a case.
func TestReview(t *testing.T) {
	at := map[int]int{5: 0, 12: 0, 16: 0, 22: 0, 40: 1, 58: 1, 80: 2, 91: 2, 92: 3, 150: 4, 182: 5, 183: 6, 400: 13, 729: 23, 731: 24, 2009: 66}
	for _, c := range []struct {
		name     string
		days     int
		change   Findings
		class    string // must hold
		not      string // must not hold
		priority Priority
	}{
		{"38.0 at 40 days is P1 before the second reading", 40, Findings{"temp_c": 38.0}, "YI_FEVER_38", "", P1},
		{"… and stays so when the second is lower", 40, Findings{"temp_c": 38.0, "temp2_c": 37.2}, "YI_FEVER_38", "", P1},
		{"37.9 at 40 days", 40, Findings{"temp_c": 37.9}, "YI_TEMP_BORDERLINE", "YI_FEVER_38", P2},
		{"a second reading of 38.0", 40, Findings{"temp_c": 37.0, "temp2_c": 38.0}, "YI_FEVER_38", "YI_INFECTION_UNLIKELY", P1},
		{"38.0 at 80 days", 80, Findings{"temp_c": 38.0}, "CH_FEVER_UNDER_3M", "", P1},
		{"38.0 at 3 months", 92, Findings{"temp_c": 38.0}, "", "CH_FEVER_UNDER_3M", P4},
		{"rectal 38.5 at 40 days is 38.0 under the arm", 40, Findings{"temp_c": nil, "rectal_c": 38.5}, "YI_FEVER_38", "", P1},

		{"newborn heart rate above 160, counted once", 12, Findings{"heart_rate": 170}, "", "YI_CN_NEWBORN_REFER", P2},
		{"… and again", 12, Findings{"heart_rate": 170, "heart_rate2": 165}, "YI_CN_NEWBORN_REFER", "", P1},
		{"… calm again", 12, Findings{"heart_rate": 170, "heart_rate2": 150}, "", "YI_CN_NEWBORN_REFER", P2},
		{"… cannot be counted again", 12, Findings{"heart_rate": 170, "heart_rate2_not_feasible": true}, "YI_CN_NEWBORN_REFER", "", P1},

		{"hand, foot and mouth disease, startles", 400, Findings{"hfmd": true, "startles": true}, "ET_HFMD_SEVERE", "", P1},
		{"… limbs shake", 400, Findings{"hfmd": true, "limb_shaking": true}, "ET_HFMD_SEVERE", "", P1},
		{"… cold sweat", 400, Findings{"hfmd": true, "cold_sweat": true}, "ET_HFMD_SEVERE", "", P1},
		{"… lasting high fever", 400, Findings{"hfmd": true, "high_fever_lasting": true}, "ET_HFMD_SEVERE", "", P1},
		{"… mild", 400, Findings{"hfmd": true}, "", "ET_HFMD_SEVERE", P4},
		{"blood in the stool with bouts of crying is no dysentery", 400, Findings{"diarrhoea": true, "blood_in_stool": true, "crying_bouts": true}, "ET_INTUSSUSCEPTION", "CH_DYSENTERY", P1},
		{"… with vomiting", 400, Findings{"blood_in_stool": true, "vomiting": true}, "ET_INTUSSUSCEPTION", "CH_DYSENTERY", P1},
		{"… with pallor", 400, Findings{"blood_in_stool": true, "pallor": "some"}, "ET_INTUSSUSCEPTION", "", P1},
		{"… without", 400, Findings{"diarrhoea": true, "blood_in_stool": true}, "CH_DYSENTERY", "ET_INTUSSUSCEPTION", P2},
		{"… at 2 years", 731, Findings{"diarrhoea": true, "blood_in_stool": true, "crying_bouts": true}, "CH_DYSENTERY", "ET_INTUSSUSCEPTION", P2},
		{"… just below 2 years", 729, Findings{"blood_in_stool": true, "crying_bouts": true}, "ET_INTUSSUSCEPTION", "", P1},
		{"… at 3 months", 92, Findings{"blood_in_stool": true, "crying_bouts": true}, "ET_INTUSSUSCEPTION", "", P1},
		{"… just below 3 months", 91, Findings{"diarrhoea": true, "blood_in_stool": true, "crying_bouts": true}, "CH_DYSENTERY", "ET_INTUSSUSCEPTION", P2},
		{"cough spells with apnoea at 4 months", 150, Findings{"cough": true, "cough_spells": true, "apnoea": true}, "ET_PERTUSSIS", "", P1},
		{"… turning blue at 40 days", 40, Findings{"cough": true, "cough_spells": true, "blue_in_spells": true}, "ET_PERTUSSIS", "", P1},
		{"… at 6 months", 183, Findings{"cough": true, "cough_spells": true, "apnoea": true}, "CH_COUGH_COLD", "ET_PERTUSSIS", P4},
		{"a long cough is P3", 400, Findings{"cough": true, "cough_days": 14}, "CH_PROLONGED_COUGH", "", P3},

		{"sunken eyes and very slow pinch at 5 years", 2009, Findings{"diarrhoea": true, "sunken_eyes": true, "skin_pinch": "very_slow"}, "OL_SEVERE_DEHYDRATION", "OL_DEHYDRATION", P1},
		{"sunken eyes and slow pinch at 5 years", 2009, Findings{"diarrhoea": true, "sunken_eyes": true, "skin_pinch": "slow"}, "OL_DEHYDRATION", "OL_SEVERE_DEHYDRATION", P2},

		{"jaundice at 16 days, term", 16, Findings{"yellow_skin": true, "preterm": false}, "YI_JAUNDICE_DIRECT", "", P2},
		{"jaundice at 16 days, preterm", 16, Findings{"yellow_skin": true, "preterm": true}, "YI_JAUNDICE", "YI_JAUNDICE_DIRECT", P2},
		{"jaundice at 22 days, preterm", 22, Findings{"yellow_skin": true, "preterm": true}, "YI_JAUNDICE_DIRECT", "", P2},
		{"jaundice at 12 days", 12, Findings{"yellow_skin": true}, "YI_JAUNDICE", "YI_JAUNDICE_DIRECT", P2},
		{"jaundice at 4 months", 150, Findings{"yellow_skin": true}, "YI_JAUNDICE_DIRECT", "", P3},
	} {
		r := Classify(with(healthy(c.days, at[c.days]), c.change))
		if c.class != "" && !holds(r, c.class) || c.not != "" && holds(r, c.not) || r.Priority != c.priority || len(r.Ignored) > 0 {
			t.Errorf("%s: %v, %s (%v), ignored %v; want %s, not %s, %s", c.name, names(r), r.Priority, r.Why, r.Ignored, c.class, c.not, c.priority)
		}
	}
}

func does(r Result, action string) bool {
	return slices.ContainsFunc(r.Actions, func(a Action) bool { return a.ID == action })
}

// Warm only below 36.5 C; unwrap from 37.5; measure where nobody did.
func TestWarming(t *testing.T) {
	for _, c := range []struct {
		days, months int
		temp         any
		want         string
	}{
		{400, 13, 36.4, "WARM"}, {400, 13, 36.5, ""}, {400, 13, 37.4, ""}, {400, 13, 37.5, "UNWRAP"}, {400, 13, 39.0, "UNWRAP"}, {400, 13, nil, "MEASURE_TEMP"},
		{12, 0, 35.4, "WARM"}, {12, 0, 37.5, "UNWRAP"}, {12, 0, 38.4, "UNWRAP"}, {12, 0, 36.6, ""},
	} {
		f := with(healthy(c.days, c.months), Findings{"temp_c": c.temp, "convulsions": true})
		r := Classify(f)
		for _, id := range []string{"WARM", "UNWRAP", "MEASURE_TEMP"} {
			if does(r, id) != (id == c.want) {
				t.Errorf("day %d at %v C: %s is %v, want %q", c.days, c.temp, id, does(r, id), c.want)
			}
		}
	}
	cooled := Classify(with(healthy(12, 0), Findings{"temp_c": 37.8, "temp2_c": 36.4, "convulsions": true}))
	if !does(cooled, "WARM") || does(cooled, "UNWRAP") {
		t.Errorf("the newest reading of 36.4 gives %v, want WARM", cooled.Actions)
	}
}

// A child in coma gets nothing by mouth, whatever else holds; glucose is measured.
func TestNothingByMouthInComa(t *testing.T) {
	for _, avpu := range []string{"P", "U"} {
		r := Classify(with(healthy(400, 13), Findings{"avpu": avpu, "lethargic": true, "diarrhoea": true, "sunken_eyes": true, "skin_pinch": "very_slow"}))
		if !does(r, "NIL_BY_MOUTH") || !does(r, "GLUCOSE_CHECK") || does(r, "GLUCOSE") || does(r, "ORS_SIPS") {
			t.Errorf("AVPU %s: %v, want nothing by mouth", avpu, r.Actions)
		}
		for _, c := range r.Classes {
			if slices.Contains(c.Actions, "GLUCOSE") {
				t.Errorf("AVPU %s: %s still feeds sugar", avpu, c.ID)
			}
		}
	}
	if r := Classify(with(healthy(400, 13), Findings{"lethargic": true})); !does(r, "GLUCOSE") {
		t.Errorf("a drowsy child that is not in coma: %v, want sugar by mouth if it can swallow", r.Actions)
	}
}

func TestPriorities(t *testing.T) {
	child := healthy(400, 13)
	for _, c := range []struct {
		name        string
		f           Findings
		want        Priority
		provisional bool
	}{
		{"nothing wrong", child, P4, false},
		{"danger sign not asked", with(child, Findings{"lethargic": nil}), P2, true},
		{"diarrhoea, dehydration not looked for", with(child, Findings{"diarrhoea": true, "sunken_eyes": nil, "skin_pinch": nil, "drinking": nil}), P2, true},
		{"cough not asked", with(child, Findings{"cough": nil}), P3, true},
		{"not ill, nothing asked", Findings{"age_days": 400, "age_months": 13, "not_ill": true}, P4, false},
		{"not ill, but blue", Findings{"age_days": 400, "age_months": 13, "not_ill": true, "central_cyanosis": true}, P1, false},
		{"blue lips, age not known", Findings{"central_cyanosis": true}, P1, false},
		{"blue lips at 8 years", Findings{"age_days": 2922, "age_months": 96, "central_cyanosis": true}, P1, false},
		{"fast breathing without cough, by vital signs", with(child, Findings{"resp_rate": 45}), P2, false},
		{"more than 60 breaths", with(child, Findings{"resp_rate": 62}), P1, false},
		{"ill young infant", healthy(40, 1), P2, false},
	} {
		r := Classify(c.f)
		if r.Priority != c.want || r.Provisional != c.provisional || r.Label != labels[c.want] {
			t.Errorf("%s: %s, provisional %v (%v), open %v; want %s, %v", c.name, r.Priority, r.Provisional, r.Why, r.Open, c.want, c.provisional)
		}
	}
}
