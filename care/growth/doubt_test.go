package growth

import (
	"strings"
	"testing"

	"tongjian/care"
)

// A length of 34.5 cm at 16 months is asked about in words.
func TestImplausibleLengthIsAskedAbout(t *testing.T) {
	m := visit(487, Measurement{LengthCm: 34.5, Position: Lying})
	d := Plausible(boy, m, nil)
	if len(d) != 1 || d[0].Field != "lengthCm" || d[0].ID != "low" || d[0].Zh != "身长低于该年龄合理范围，请复测" {
		t.Errorf("Plausible(34.5 cm at 16 months) = %+v, want one doubt about the length", d)
	}
	r, _ := Assess(boy, m, Settings{}).Result(LengthForAge)
	if !r.Implausible || r.Class != nil {
		t.Errorf("34.5 cm at 16 months is judged %+v, want marked and without a class", r)
	}
}

func TestPlausible(t *testing.T) {
	for _, c := range []struct {
		name string
		m    Measurement
		past []Measurement
		want string
	}{
		{"well", visit(365, Measurement{WeightKg: 9.6, LengthCm: 76, Position: Lying, HeadCm: 46, MUACCm: 14.5}), nil, ""},
		{"jin", kg(365, 19.4), nil, "weightKg unit"},
		{"grams", kg(10, 3400), nil, "weightKg unit"},
		{"millimetres of an arm", visit(365, Measurement{MUACCm: 145}), nil, "muacCm unit"},
		{"metres", visit(800, Measurement{LengthCm: 0.88}), nil, "lengthCm unit"},
		{"nothing explains it", kg(365, 60), nil, "weightKg high"},
		{"swapped", visit(365, Measurement{WeightKg: 76, LengthCm: 9.6}), nil, "weightKg swapped"},
		{"out of proportion", visit(365, Measurement{WeightKg: 5.9, LengthCm: 82, Position: Lying}), nil, "weightKg low_for_length"},
		{"shrank", visit(365, Measurement{LengthCm: 74, Position: Lying}), []Measurement{visit(300, Measurement{LengthCm: 76})}, "lengthCm fell"},
		{"lost a tenth", kg(365, 8.6), []Measurement{kg(330, 9.6)}, "weightKg fell"},
		{"crossed 2 SD", kg(365, 12), []Measurement{kg(330, 9)}, "weightKg jumped"},
		{"standing at 5 months", visit(150, Measurement{LengthCm: 66, Position: Standing}), nil, "position position"},
		{"g/dL", visit(365, Measurement{HaemoglobinGL: 11.5}), nil, "haemoglobinGL unit"},
		{"a newborn loses weight", kg(4, 3.0), []Measurement{kg(0, 3.4)}, ""},
		{"before birth", kg(-1, 3.0), nil, ""},
	} {
		var got []string
		for _, d := range Plausible(boy, c.m, c.past) {
			got = append(got, d.Field+" "+d.ID)
			if d.En == "" || d.Zh == "" {
				t.Errorf("%s: %+v has no words", c.name, d)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: Plausible = %q, want %q", c.name, s, c.want)
		}
	}
	tall := visit(800, Measurement{LengthCm: 150, Position: Standing})
	if d := Plausible(boy, tall, nil); len(d) != 1 || !strings.Contains(d[0].Zh, "身高高于") {
		t.Errorf("150 cm at 26 months = %+v, want a doubt about the height", d)
	}
	if d := Plausible(Child{Sex: care.Male}, tall, nil); len(d) != 0 {
		t.Errorf("without a birth day = %+v, want none", d)
	}
}
