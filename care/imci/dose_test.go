package imci

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tongjian/care"
)

// allNo answers every question of a drug with no.
func allNo(drug string) map[string]Reply {
	d, err := Dose(drug, Patient{}, nil, 0)
	if err != nil {
		panic(err)
	}
	out := map[string]Reply{}
	for _, q := range d.Questions {
		out[q.ID] = ReplyNo
	}
	return out
}

func stops(d []Stop) []string {
	var out []string
	for _, s := range d {
		out = append(out, s.ID)
	}
	return out
}

func zOf(v float64) *float64 { return &v }

func TestDoses(t *testing.T) {
	year := Patient{AgeDays: 400, AgeMonths: 13, WeightKg: 10, WeightZ: zOf(0)}
	for _, c := range []struct {
		drug      string
		p         Patient
		strength  float64
		low, high float64
		ml, mgDay float64
	}{
		{"paracetamol", year, 32, 100, 150, 4.6, 600},
		{"paracetamol", Patient{AgeDays: 3000, AgeMonths: 98, WeightKg: 80}, 0, 800, 1000, 0, 4800},
		{"ibuprofen", year, 20, 50, 100, 5, 300},
		{"ibuprofen", Patient{AgeDays: 200, AgeMonths: 6, WeightKg: 7.3}, 40, 37, 73, 1.8, 219},
		{"amoxicillin", year, 50, 350, 500, 10, 1000},
		{"zinc", year, 0, 20, 20, 0, 20},
		{"zinc", Patient{AgeDays: 182, AgeMonths: 5}, 0, 10, 10, 0, 10},
		{"vitamin_d", Patient{AgeDays: 20}, 0, 400, 400, 0, 400},
		{"vitamin_d", Patient{AgeDays: 20, Preterm: true}, 0, 800, 1000, 0, 1000},
		{"vitamin_d", Patient{AgeDays: 100, AgeMonths: 3, Preterm: true}, 0, 400, 400, 0, 400},
		{"iron_prevention", Patient{AgeDays: 60, AgeMonths: 1, WeightKg: 4, Preterm: true}, 0, 8, 8, 0, 8},
		{"iron_prevention", Patient{AgeDays: 130, AgeMonths: 4, WeightKg: 6.5}, 0, 6.5, 6.5, 0, 6.5},
		{"iron_treatment", year, 0, 20, 60, 0, 60},
	} {
		d, err := Dose(c.drug, c.p, allNo(c.drug), c.strength)
		if err != nil || len(d.Stops) > 0 || d.LowMg != c.low || d.HighMg != c.high || math.Abs(d.ML-c.ml) > 1e-9 || d.MostMgDay != c.mgDay {
			t.Errorf("Dose(%s, %+v) = %g-%g mg, %g ml, %g a day, stops %v, %v; want %g-%g, %g, %g", c.drug, c.p, d.LowMg, d.HighMg, d.ML, d.MostMgDay, stops(d.Stops), err, c.low, c.high, c.ml, c.mgDay)
		}
		if !strings.Contains(d.Confirm.En, "doctor confirms") || d.Confirm.Zh == "" {
			t.Errorf("%s does not say that a doctor confirms: %v", c.drug, d.Confirm)
		}
	}
	if _, err := Dose("aspirin", year, nil, 0); err == nil {
		t.Error("aspirin has a dose")
	}
}

func TestHardStops(t *testing.T) {
	ok := Patient{AgeDays: 400, AgeMonths: 13, WeightKg: 10}
	with := func(change func(*Patient)) Patient { p := ok; change(&p); return p }
	for _, c := range []struct {
		drug string
		p    Patient
		want string
	}{
		{"paracetamol", with(func(p *Patient) { p.WeightKg = 0 }), "no_weight"},
		{"paracetamol", with(func(p *Patient) { p.WeightDoubted = true }), "doubted_weight"},
		{"paracetamol", with(func(p *Patient) { p.WeightZ = zOf(-3.1) }), "weight_age"},
		{"paracetamol", with(func(p *Patient) { p.WeighedDays = 61 }), "old_weight"},
		{"paracetamol", Patient{AgeDays: 59, AgeMonths: 1, WeightKg: 5}, "too_young"},
		{"paracetamol", Patient{AgeDays: 100, AgeMonths: 3, WeightKg: 5, WeighedDays: 15}, "old_weight"},
		{"ibuprofen", Patient{AgeDays: 182, AgeMonths: 5, WeightKg: 7}, "too_young"},
		{"ibuprofen", Patient{AgeDays: 200, AgeMonths: 6, WeightKg: 5.9}, "too_light"},
		{"amoxicillin", Patient{AgeDays: 59, AgeMonths: 1, WeightKg: 5}, "too_young"},
		{"zinc", Patient{AgeDays: 1827, AgeMonths: 60}, "too_old"},
		{"iron_prevention", Patient{AgeDays: 100, AgeMonths: 3, WeightKg: 5}, "too_young"},
		{"iron_prevention", Patient{AgeDays: 27, WeightKg: 2.5, Preterm: true}, "too_young"},
	} {
		d, _ := Dose(c.drug, c.p, allNo(c.drug), 0)
		if !slices.Contains(stops(d.Stops), c.want) || d.HighMg != 0 {
			t.Errorf("Dose(%s, %+v) = %g mg, stops %v; want no amount and %s", c.drug, c.p, d.HighMg, stops(d.Stops), c.want)
		}
	}
}

// A contraindication that is answered yes, or not asked, is a stop.
func TestEveryQuestionStops(t *testing.T) {
	p := Patient{AgeDays: 300, AgeMonths: 9, WeightKg: 9}
	for _, row := range drugs {
		for _, q := range row.ask {
			for _, reply := range []Reply{ReplyYes, ReplyUnknown} {
				replies := allNo(row.id)
				replies[q.ID] = reply
				if d, _ := Dose(row.id, p, replies, 0); !slices.Contains(stops(d.Stops), q.ID) || d.HighMg != 0 {
					t.Errorf("%s with %s %q has no stop: %v", row.id, q.ID, reply, stops(d.Stops))
				}
			}
		}
	}
}

func TestCheckOfADose(t *testing.T) {
	d, _ := Dose("paracetamol", Patient{AgeDays: 400, AgeMonths: 13, WeightKg: 10}, allNo("paracetamol"), 0)
	for _, c := range []struct {
		mg    float64
		doses int
		want  bool
	}{{150, 4, true}, {151, 4, false}, {150, 5, false}, {120, 5, false}, {0, 1, false}, {math.NaN(), 1, false}} {
		if got := len(d.Check(c.mg, c.doses)) == 0; got != c.want {
			t.Errorf("Check(%g, %d) passes %v, want %v", c.mg, c.doses, got, c.want)
		}
	}
}

func TestFluids(t *testing.T) {
	baby := Patient{AgeDays: 300, AgeMonths: 9, WeightKg: 8}
	if f := Fluids("A", baby, nil); f.LowML != 50 || f.HighML != 100 || f.Rule.Status != care.Verified {
		t.Errorf("plan A = %+v, want 50-100 ml", f)
	}
	if f := Fluids("A", Patient{AgeMonths: 24}, nil); f.LowML != 100 || f.HighML != 200 {
		t.Errorf("plan A at 2 years = %+v, want 100-200 ml", f)
	}
	if f := Fluids("B", baby, nil); f.LowML != 600 {
		t.Errorf("plan B = %+v, want 600 ml", f)
	}
	for _, c := range []struct {
		months int
		high   float64
	}{{3, 400}, {4, 700}, {12, 900}, {24, 1400}} {
		if f := Fluids("B", Patient{AgeMonths: c.months}, nil); f.HighML != c.high || !f.ByAge {
			t.Errorf("plan B by age at %d months = %+v, want up to %g", c.months, f, c.high)
		}
	}
	if f := Fluids("C", baby, nil); f.FirstML != 240 || f.FirstMin != 60 || f.ThenML != 560 || f.ThenMin != 300 || f.Rule.Status != care.Unverified {
		t.Errorf("plan C = %+v, want 240 ml in 60 minutes and 560 in 300", f)
	}
	if f := Fluids("C", Patient{AgeMonths: 12, WeightKg: 10}, nil); f.FirstMin != 30 || f.ThenMin != 150 {
		t.Errorf("plan C at 1 year = %+v, want 30 and 150 minutes", f)
	}
	for plan, want := range map[string]int{"A": 0, "B": 1, "C": 1} {
		if f := Fluids(plan, baby, map[string]Reply{"severe_malnutrition": ReplyYes}); len(f.Stops) != want {
			t.Errorf("plan %s with severe malnutrition has stops %v", plan, f.Stops)
		}
	}
	if f := Fluids("B", baby, map[string]Reply{"surgical_abdomen": ReplyYes}); len(f.Stops) != 1 || f.HighML != 0 {
		t.Errorf("plan B with a blocked bowel = %+v, want a stop", f)
	}
}

func TestNever(t *testing.T) {
	if got := len(Never(11)); got != len(nevers) {
		t.Errorf("Never(11) lists %d, want all %d", got, len(nevers))
	}
	if got := Never(216); len(got) != 0 {
		t.Errorf("Never(216) = %v, want none", got)
	}
}

// A dose never exceeds its limits by weight, whatever the child.
func TestDosesKeepTheirLimits(t *testing.T) {
	mgKg := map[string]float64{"paracetamol": 15, "ibuprofen": 10, "amoxicillin": 50, "iron_treatment": 6, "iron_prevention": 2}
	rapid.Check(t, func(t *rapid.T) {
		drug := rapid.SampledFrom([]string{"paracetamol", "ibuprofen", "amoxicillin", "iron_treatment", "iron_prevention"}).Draw(t, "drug")
		age := rapid.IntRange(0, 2556).Draw(t, "age")
		p := Patient{AgeDays: age, AgeMonths: age / 31, WeightKg: rapid.Float64Range(0, 60).Draw(t, "kg"), WeighedDays: rapid.IntRange(-1, 100).Draw(t, "old"), Preterm: rapid.Bool().Draw(t, "preterm")}
		strength := rapid.Float64Range(1, 100).Draw(t, "strength")
		d, err := Dose(drug, p, allNo(drug), strength)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Stops) > 0 && d.HighMg != 0 || len(d.Stops) == 0 && (d.HighMg > mgKg[drug]*p.WeightKg+0.06 || d.LowMg > d.HighMg) {
			t.Fatalf("Dose(%s, %+v) = %+v", drug, p, d)
		}
		if d.ML*strength > d.HighMg+1e-6 {
			t.Fatalf("%g ml of %g mg/ml is more than %g mg", d.ML, strength, d.HighMg)
		}
	})
}
