// Package growth judges how a child grows: z-scores, percentiles and classes
// of one visit (Assess), what to act on over many (Flags), the lines of a
// chart (Curve), and what to ask about before a form is kept (Plausible).
//
// Births to 1826 days are held to the WHO Child Growth Standards of 2006,
// older children to 228 months to the WHO Reference of 2007, children born
// before 37 weeks and below 40 weeks of age since conception to
// INTERGROWTH-21st. China's WS/T 423-2022 stands beside them; it prints no
// L, M, S, so it gives classes and never a z-score. Score and ScoreOlder are
// the bare calculations, equal to WHO's own programs in every published case.
//
// Every result names the standard, its rule and how far that may be trusted.
// The package will not guess where a table ends (it says why there is no
// value), will not refuse a measurement, changes none, and decides nothing: a
// doctor does. WHO does not endorse this program; its figures are used with
// its name and under its terms (CC BY-NC-SA 3.0 IGO).
package growth

import "tongjian/care"

// Child is what growth needs to know about a child.
type Child struct {
	Sex           care.Sex `json:"sex" enum:"M,F," doc:"Sex that the tables are split by; empty when not known"`
	Birth         care.Day `json:"birth" doc:"Day of birth"`
	GestationDays int      `json:"gestationDays,omitempty" doc:"Length of the pregnancy in days, 0 when not known"`
	BirthWeightKg float64  `json:"birthWeightKg,omitempty" doc:"Weight at birth in kg, 0 when not known"`
}

// Preterm tells whether the child is known to be born before 37 weeks.
func (c Child) Preterm() bool { return c.GestationDays > 0 && c.GestationDays < 37*7 }

// The positions in which a length or height is measured.
const (
	Lying    = "lying"
	Standing = "standing"
)

// Measurement is what was measured of a child on one day. A zero is "not
// measured": nothing measured here can be zero.
type Measurement struct {
	Day           care.Day `json:"day" doc:"Day of the measurement"`
	WeightKg      float64  `json:"weightKg,omitempty" doc:"Weight in kg"`
	LengthCm      float64  `json:"lengthCm,omitempty" doc:"Length or height in cm, as read"`
	Position      string   `json:"position,omitempty" enum:"lying,standing," doc:"How the length was taken; empty when not known"`
	HeadCm        float64  `json:"headCm,omitempty" doc:"Head circumference in cm"`
	MUACCm        float64  `json:"muacCm,omitempty" doc:"Mid-upper arm circumference in cm"`
	TricepsMm     float64  `json:"tricepsMm,omitempty" doc:"Triceps skinfold in mm"`
	SubscapularMm float64  `json:"subscapularMm,omitempty" doc:"Subscapular skinfold in mm"`
	Oedema        bool     `json:"oedema,omitempty" doc:"Swelling of both feet that keeps the mark of a thumb"`
	HaemoglobinGL float64  `json:"haemoglobinGL,omitempty" doc:"Haemoglobin in g/L, as measured"`
	BoneSigns     bool     `json:"boneSigns,omitempty" doc:"Bone signs of rickets were found"`
}

// Settings are the choices that a county may make. The zero value is the
// default: corrected age until 24 months (36 when born before 32 weeks),
// haemoglobin by WHO 2024 at sea level.
type Settings struct {
	CorrectedMonths     int  `json:"correctedMonths,omitempty" doc:"Corrected age is used until this corrected age in months; 0 means 24"`
	CorrectedVeryMonths int  `json:"correctedVeryMonths,omitempty" doc:"The same for births before 32 weeks; 0 means 36"`
	AltitudeM           int  `json:"altitudeM,omitempty" doc:"Height of the village above the sea in metres, for haemoglobin"`
	Haemoglobin2011     bool `json:"haemoglobin2011,omitempty" doc:"Judge haemoglobin by WHO 2011 instead of WHO 2024"`
}

// Words are a short text in the two languages of the product.
type Words struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}
