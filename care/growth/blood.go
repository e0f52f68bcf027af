package growth

import (
	"fmt"
	"math"

	"tongjian/care"
)

// muacClass classes the arm of a child of 6 to 59 months by fixed bounds
// (RULES 15), in mm.
func muacClass(c Child, m Measurement) []Result {
	months := care.MonthsOn(c.Birth, m.Day, care.Clamp)
	if m.MUACCm <= 0 || m.Day < c.Birth || months < 6 || months >= 60 {
		return nil
	}
	mm := round2(m.MUACCm * 10)
	return []Result{{Indicator: MUAC, Standard: MUAC2009, Value: mm, Unit: "mm", Class: muacOf(mm), Rule: muacRule}}
}

func muacOf(mm float64) *Class {
	return boundClass(mm, muacBounds)
}

// bound is a class and the value from which it no longer holds.
type bound struct {
	below float64
	Class
}

// boundClass gives the first class whose bound lies above a value.
func boundClass(v float64, bounds []bound) *Class {
	for _, b := range bounds {
		if v < b.below {
			return &b.Class
		}
	}
	return nil
}

var muacBounds = []bound{
	{115, class("severe_acute_malnutrition", "red", "severe acute malnutrition", "重度急性营养不良")},
	{125, class("moderate_acute_malnutrition", "yellow", "moderate acute malnutrition", "中度急性营养不良")},
	{math.Inf(1), class("adequate", "none", "adequate", "正常")},
}

// anaemiaBounds gives the classes by their three bounds in g/L.
func anaemiaBounds(severe, moderate, mild float64) []bound {
	return []bound{
		{severe, class("severe_anaemia", "red", "severe anaemia", "重度贫血")},
		{moderate, class("moderate_anaemia", "yellow", "moderate anaemia", "中度贫血")},
		{mild, class("mild_anaemia", "yellow", "mild anaemia", "轻度贫血")},
		{math.Inf(1), class("no_anaemia", "none", "no anaemia", "无贫血")},
	}
}

// whoAnaemia gives WHO's bounds at an age in completed months: severe,
// moderate and mild anaemia lie below them. ok is false below 6 months.
func whoAnaemia(months int, sex care.Sex, edition Standard) (severe, moderate, mild float64, ok bool) {
	switch {
	case months < 6:
		return 0, 0, 0, false
	case months < 24 && edition == Haemoglobin2024:
		return 70, 95, 105, true
	case months < 60:
		return 70, 100, 110, true
	case months < 12*12:
		return 80, 110, 115, true
	case months < 15*12 || sex != care.Male:
		return 80, 110, 120, true
	}
	return 80, 110, 130, true
}

// altitudeOff gives what is taken off a haemoglobin, in g/L, for the height above
// the sea in metres. WHO 2024 is a curve that begins at the sea, as WHO's own
// program computes it (its printed table begins at 500 m); WHO 2011 goes in
// steps from 1000 m.
func altitudeOff(altitudeM int, edition Standard) float64 {
	if altitudeM <= 0 {
		return 0
	}
	if edition == Haemoglobin2024 {
		e := float64(altitudeM)
		return 0.0056384*e + 0.0000003*e*e
	}
	steps := [...]float64{0, 0, 2, 5, 8, 13, 19, 27, 35, 45}
	return steps[min(altitudeM/500, len(steps)-1)]
}

// haemoglobin judges a haemoglobin by WHO, and beside it by China's programme.
func haemoglobin(c Child, m Measurement, s Settings) (results, beside []Result) {
	if m.HaemoglobinGL <= 0 || m.Day < c.Birth {
		return nil, nil
	}
	edition := Haemoglobin2024
	if s.Haemoglobin2011 {
		edition = Haemoglobin2011
	}
	months := care.MonthsOn(c.Birth, m.Day, care.Clamp)
	off := altitudeOff(s.AltitudeM, edition)
	r := Result{Indicator: Haemoglobin, Standard: edition, Value: round2(m.HaemoglobinGL - off), Unit: "g/L",
		Note: altitudeNote(s.AltitudeM, off), Rule: whoHaemoglobinRule(edition)}
	if severe, moderate, mild, ok := whoAnaemia(months, c.Sex, edition); ok {
		r.Class = boundClass(m.HaemoglobinGL-off, anaemiaBounds(severe, moderate, mild))
	} else {
		r.Reason = TooYoung
	}
	if months >= 6 && months < chinaMonths {
		beside = []Result{chinaHaemoglobin(r, m.HaemoglobinGL-off)}
	}
	return []Result{r}, beside
}

// chinaHaemoglobin classes the same value by China's programme: anaemia below
// 110 g/L from 6 months to below 7 years; its grades are not verified.
func chinaHaemoglobin(r Result, value float64) Result {
	r.Standard, r.Class = HaemoglobinChina, boundClass(value, anaemiaBounds(60, 90, 110))
	r.Rule = chinaHaemoglobinRule
	return r
}

var (
	muacRule = care.Rule{ID: "GROWTH-MUAC", Edition: string(MUAC2009),
		Source: "WHO and UNICEF joint statement 2009, as quoted by several sites", Status: care.Verified}
	chinaHaemoglobinRule = care.Rule{ID: "GROWTH-HB-CN", Edition: string(HaemoglobinChina),
		Source: "2012 norm for children's nutritional diseases, annex 4; grades 60 and 90 g/L from practice", Status: care.Unverified}
)

func whoHaemoglobinRule(edition Standard) care.Rule {
	return care.Rule{ID: "GROWTH-HB", Edition: string(edition), Source: "WHO haemoglobin cut-offs to define anaemia", Status: care.Verified}
}

func altitudeNote(altitudeM int, off float64) *Words {
	if off == 0 {
		return nil
	}
	return &Words{fmt.Sprintf("%.1f g/L taken off for %d m above the sea.", off, altitudeM),
		fmt.Sprintf("已按海拔%d米减去%.1f克/升", altitudeM, off)}
}
