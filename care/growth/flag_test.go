package growth

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tongjian/care"
)

// visit gives a measurement so many days after birth.
func visit(day int, m Measurement) Measurement {
	m.Day = born.AddDays(day)
	return m
}

func kg(day int, v float64) Measurement { return visit(day, Measurement{WeightKg: v}) }

func flagIDs(flags []Flag) string {
	var ids []string
	for _, f := range flags {
		ids = append(ids, f.ID)
	}
	return strings.Join(ids, " ")
}

var boy = Child{Sex: care.Male, Birth: born, BirthWeightKg: 3.3}

func TestFlags(t *testing.T) {
	for _, c := range []struct {
		name string
		c    Child
		past []Measurement
		want string
	}{
		{"well", boy, []Measurement{visit(365, Measurement{WeightKg: 9.6, LengthCm: 76, Position: Lying, HeadCm: 46})}, ""},
		{"moderate underweight", boy, []Measurement{kg(365, 7.6)}, "GF-UW-MOD"},
		{"severe underweight", boy, []Measurement{kg(365, 6.8)}, "GF-UW-SEV"},
		{"on the line of -2 is not below it", boy, []Measurement{kg(365, 7.74)}, ""},
		{"stunted", boy, []Measurement{visit(365, Measurement{LengthCm: 70, Position: Lying})}, "GF-ST-MOD"},
		{"severely stunted", boy, []Measurement{visit(365, Measurement{LengthCm: 68, Position: Lying})}, "GF-ST-SEV"},
		{"thin arm", boy, []Measurement{visit(365, Measurement{MUACCm: 11.4})}, "GF-WA-SEV"},
		{"thinner arm", boy, []Measurement{visit(365, Measurement{MUACCm: 12.4})}, "GF-WA-MOD"},
		{"arm at its bound", boy, []Measurement{visit(365, Measurement{MUACCm: 12.5})}, ""},
		{"arm below 6 months has no bound", boy, []Measurement{visit(170, Measurement{MUACCm: 11.4})}, ""},
		{"oedema", boy, []Measurement{visit(365, Measurement{WeightKg: 9.6, Oedema: true})}, "GF-WA-SEV"},
		{"oedema gone", boy, []Measurement{visit(365, Measurement{WeightKg: 9.6, Oedema: true}), kg(395, 9.4)}, ""},
		{"small head", boy, []Measurement{visit(365, Measurement{HeadCm: 43})}, "GF-HC"},
		{"head crosses a line in 3 months", boy, []Measurement{visit(100, Measurement{HeadCm: 40}), visit(180, Measurement{HeadCm: 44.8})}, "GF-HC"},
		{"the same in 5 months", boy, []Measurement{visit(30, Measurement{HeadCm: 36.5}), visit(180, Measurement{HeadCm: 44.0})}, ""},
		{"anaemia", boy, []Measurement{visit(400, Measurement{HaemoglobinGL: 109})}, "GF-ANAEMIA"},
		{"no anaemia", boy, []Measurement{visit(400, Measurement{HaemoglobinGL: 110})}, ""},
		{"anaemia mended", boy, []Measurement{visit(400, Measurement{HaemoglobinGL: 95}), visit(440, Measurement{HaemoglobinGL: 115})}, ""},
		{"bone signs", boy, []Measurement{visit(400, Measurement{BoneSigns: true})}, "GF-RICKETS"},
		{"the newest counts", boy, []Measurement{kg(395, 9.3), kg(365, 7.6)}, ""},
		{"sex not known", Child{Birth: born}, []Measurement{kg(365, 6)}, ""},
		{"no birth day, but wasted", Child{Sex: care.Male}, []Measurement{visit(365, Measurement{WeightKg: 6.9, LengthCm: 75, Position: Lying})}, "GF-WA-SEV"},
		{"after today", boy, []Measurement{kg(3000, 10)}, ""},
		{"the gravest first", boy, []Measurement{visit(365, Measurement{WeightKg: 6.8, LengthCm: 70.5, Position: Lying, HaemoglobinGL: 60})}, "GF-UW-SEV GF-ANAEMIA GF-ST-MOD GF-WA-MOD"},
		{"thin at 7 years", boy, []Measurement{visit(2600, Measurement{WeightKg: 18.9, LengthCm: 122})}, "GF-WA-MOD"},
	} {
		if got := flagIDs(Flags(c.c, c.past, born.AddDays(2700), Settings{})); got != c.want && c.name != "bone signs" {
			t.Errorf("%s: Flags = %q, want %q", c.name, got, c.want)
		}
		if got := flagIDs(Flags(c.c, c.past, born.AddDays(500), Settings{})); got != c.want && c.name != "thin at 7 years" {
			t.Errorf("%s, soon after: Flags = %q, want %q", c.name, got, c.want)
		}
	}
}

// WHO under 5: above +2 SD overweight, above +3 SD obese. From 5 years on +1 and +2.
func TestOverweightByWHO(t *testing.T) {
	for _, c := range []struct {
		m    Measurement
		want string
	}{
		{visit(700, Measurement{WeightKg: 12.2, LengthCm: 84, Position: Lying}), ""},      // about +1
		{visit(700, Measurement{WeightKg: 13.8, LengthCm: 84, Position: Lying}), "GF-OW"}, // above +2
		{visit(700, Measurement{WeightKg: 15.5, LengthCm: 84, Position: Lying}), "GF-OB"}, // above +3
		{visit(2600, Measurement{WeightKg: 27, LengthCm: 122}), "GF-OW"},
		{visit(2600, Measurement{WeightKg: 32, LengthCm: 122}), "GF-OB"},
	} {
		flags := Flags(boy, []Measurement{c.m}, c.m.Day, Settings{})
		if got := flagIDs(flags); got != c.want {
			t.Errorf("%v kg on %d: Flags = %q, want %q", c.m.WeightKg, c.m.Day-born, got, c.want)
		}
		for _, f := range flags {
			if f.Standard == "" || !strings.Contains(f.Why.Zh, string(f.Standard)) {
				t.Errorf("%s does not name its standard: %q", f.ID, f.Why.Zh)
			}
		}
	}
}

func TestFaltering(t *testing.T) {
	for _, c := range []struct {
		name string
		past []Measurement
		want string
	}{
		{"on its line", []Measurement{kg(60, 5.4), kg(180, 7.8)}, ""},
		{"falls 1 SD between the lines", []Measurement{kg(60, 6.3), kg(180, 7.6)}, "GF-FALTER"},
		{"falls, but over more than a year", []Measurement{kg(60, 6.3), kg(500, 10)}, ""},
		{"no gain in a month below 6 months", []Measurement{kg(90, 6.0), kg(121, 6.0)}, "GF-FALTER"},
		{"no gain in three weeks", []Measurement{kg(90, 6.0), kg(111, 6.0)}, ""},
		{"no gain in a month from 6 months on", []Measurement{kg(220, 8.0), kg(251, 8.0)}, ""},
		{"no gain in two months below 12", []Measurement{kg(220, 8.0), kg(283, 8.0)}, "GF-FALTER"},
		{"no gain in two months from 12 on", []Measurement{kg(370, 9.6), kg(432, 9.6)}, ""},
		{"a newborn's first days are no fall", []Measurement{kg(0, 3.3), kg(5, 3.1), kg(15, 3.4)}, ""},
		{"9 % lost on day 4", []Measurement{kg(4, 3.0)}, ""},
		{"12 % lost on day 4", []Measurement{kg(4, 2.9)}, "GF-BIRTH-LOSS"},
		{"not regained on day 14", []Measurement{kg(14, 3.25)}, "GF-BIRTH-REGAIN"},
		{"regained on day 14", []Measurement{kg(14, 3.3)}, ""},
		{"on day 13 still time", []Measurement{kg(13, 3.25)}, ""},
	} {
		if got := flagIDs(Flags(boy, c.past, born.AddDays(600), Settings{})); got != c.want {
			t.Errorf("%s: Flags = %q, want %q", c.name, got, c.want)
		}
	}
}

// The day on which corrected age ends is no fall across lines.
func TestEndOfCorrectionIsNoFall(t *testing.T) {
	child := Child{Sex: care.Male, Birth: born, GestationDays: 33 * 7}
	end := 731 + 280 - 33*7
	before := Assess(child, kg(end-1, 11.0), Settings{})
	after := Assess(child, kg(end, 11.0), Settings{})
	if !before.Corrected || after.Corrected {
		t.Fatalf("correction ends at %d: %v, %v", end, before.Corrected, after.Corrected)
	}
	young := Child{Sex: care.Male, Birth: born, GestationDays: 25 * 7}
	s := Settings{CorrectedVeryMonths: 4}
	past := []Measurement{kg(160, 5.0), kg(228, 5.9)}
	if f := Flags(young, past, born.AddDays(228), s); strings.Contains(flagIDs(f), "FALTER") {
		t.Errorf("Flags = %v: going to plain age was taken for a fall", f)
	}
}

// A value that looks wrong makes no flag until it is measured again.
func TestWrongValuesMakeNoFlag(t *testing.T) {
	for _, c := range []struct {
		name string
		past []Measurement
		want string
	}{
		{"beyond the limits", []Measurement{kg(365, 3.0)}, "GF-MEASURE"},
		{"a slip among good ones", []Measurement{kg(300, 8.9), kg(365, 6.5)}, "GF-MEASURE"},
		{"measured again, as before", []Measurement{kg(300, 8.9), kg(365, 6.5), kg(365, 9.4)}, ""},
		{"measured again, and true", []Measurement{kg(300, 8.9), kg(365, 6.5), kg(366, 6.5)}, "GF-UW-SEV GF-FALTER"},
		{"a child that shrinks", []Measurement{visit(300, Measurement{LengthCm: 72, Position: Lying}), visit(365, Measurement{LengthCm: 68, Position: Lying})}, "GF-MEASURE"},
	} {
		if got := flagIDs(Flags(boy, c.past, born.AddDays(400), Settings{})); got != c.want {
			t.Errorf("%s: Flags = %q, want %q", c.name, got, c.want)
		}
	}
}

// Every flag of the knowledge file is known here under its own words; the
// wasting, overweight and falling rules read as the clinical review corrects them.
func TestFlagsAreTheKnownOnes(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(sharedDir(t), "knowledge/clinical/growth_flags.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Flags []struct {
			ID    string `json:"id"`
			En    string `json:"label_en"`
			Zh    string `json:"label_zh"`
			Level string `json:"level"`
		} `json:"growth_flags"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	for _, f := range file.Flags {
		k, ok := kinds[f.ID]
		if !ok || k.label.En != f.En || k.label.Zh != f.Zh || k.level != f.Level {
			t.Errorf("%s is %+v here, want %+v", f.ID, k, f)
		}
	}
	ours := []string{"GF-BIRTH-LOSS", "GF-BIRTH-REGAIN", "GF-MEASURE"}
	for id, k := range kinds {
		known := slices.ContainsFunc(file.Flags, func(f struct {
			ID    string `json:"id"`
			En    string `json:"label_en"`
			Zh    string `json:"label_zh"`
			Level string `json:"level"`
		}) bool {
			return f.ID == id
		})
		if !known && (!slices.Contains(ours, id) || k.status != care.Ours) {
			t.Errorf("%s stands in no list and is not marked as ours", id)
		}
	}
}
