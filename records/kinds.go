package records

import (
	"encoding/json"

	"tongjian/care"
)

// Kind is what an entry holds.
type Kind string

// The kinds of entry of a child's record.
const (
	KindIdentity         Kind = "identity"
	KindGuardian         Kind = "guardian"
	KindConsent          Kind = "consent"
	KindMeasurement      Kind = "measurement"
	KindDose             Kind = "dose"
	KindVisit            Kind = "visit"
	KindContraindication Kind = "contraindication"
	KindNote             Kind = "note"      // the consult's note, signed by the paediatrician
	KindAftercare        Kind = "aftercare" // the village doctor's half: done, told, who follows up
	KindWithdrawal       Kind = "withdrawal"
	KindMoved            Kind = "moved"
)

// Measurement is what was measured at one time. Zero means not measured.
type Measurement struct {
	WeightKg float64 `json:"weightKg,omitempty" doc:"kg" minimum:"0" maximum:"150"`
	LengthCm float64 `json:"lengthCm,omitempty" doc:"Length or height, cm, as read" minimum:"0" maximum:"220"`
	Position string  `json:"position,omitempty" enum:"lying,standing" doc:"How length or height was taken"`
	HeadCm   float64 `json:"headCm,omitempty" doc:"Head circumference, cm" minimum:"0" maximum:"80"`
	MUACCm   float64 `json:"muacCm,omitempty" doc:"Mid-upper arm circumference, cm" minimum:"0" maximum:"50"`
	Oedema   bool    `json:"oedema,omitempty" doc:"Pitting oedema of both feet"`
	Doubt    string  `json:"doubt,omitempty" doc:"Confirmed although the form asked: the code of the question"`
}

// Dose is one vaccination as it was written down.
type Dose struct {
	Vaccine string   `json:"vaccine" minLength:"2" maxLength:"40" doc:"Product, e.g. HepB; see /api/v1/vaccines"`
	Source  string   `json:"source" enum:"here,book,told" doc:"Given here, copied from the vaccination book, or told"`
	Lot     string   `json:"lot,omitempty" maxLength:"40"`
	Maker   string   `json:"maker,omitempty" maxLength:"80"`
	Expiry  care.Day `json:"expiry,omitzero"`
	Site    string   `json:"site,omitempty" enum:"leftArm,rightArm,leftThigh,rightThigh,mouth,other"`
	Purpose string   `json:"purpose,omitempty" enum:"outbreak,campaign,high_dose" doc:"Given outside the routine"`
	Reason  string   `json:"reason,omitempty" maxLength:"300" doc:"Why it was given although the rules warned"`
}

// Visit is a well-child visit that took place.
type Visit struct {
	Visit string   `json:"visit,omitempty" maxLength:"40" doc:"Id of the planned visit; empty: found by age"`
	Items []string `json:"items,omitempty" maxItems:"40"`
	Text  string   `json:"text,omitempty" maxLength:"4000"`
}

// Withdrawal takes back an entry that should not have been written.
type Withdrawal struct {
	Entry string `json:"entry"`
	Why   string `json:"why"`
}

func mustJSON(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // our own types always marshal
	}
	return b
}
