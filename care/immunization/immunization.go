// Package immunization judges the doses that a child was given and says which
// come next, when, and by which rule.
//
// One engine follows the steps of CDC's Clinical Decision Support for
// Immunization logic specification (evaluate each dose against each series,
// choose the best series, forecast, gather vaccine groups); schedules are data.
// China gives the national programme of 2026 with the self-paid vaccines, CDSi
// reads CDC's supporting data. A dose is judged by the edition in force on its
// own day and the next ones are forecast by the newest.
//
// It will not store, log or fetch anything, it reads no clock (today is an
// argument), and it never guesses: where two rules collide the answer is that
// a doctor must decide, with both rules named. China's figures come from public
// copies of the norm and are not signed off by a county yet.
package immunization

import "tongjian/care"

// Dose is one vaccination as it was recorded. Vaccine is a product of the
// schedule (Schedule.Products: HepB, DTaP, ...; IG, IVIG and HBIG for
// immunoglobulins); where it is empty CVX decides. With CDC's schedule CVX and
// MVX decide, and Vaccine is read as the trade name.
type Dose struct {
	ID      string   `json:"id,omitempty" doc:"Name of the dose, given back with its judgement"`
	Day     care.Day `json:"day" doc:"Day on which it was given"`
	Vaccine string   `json:"vaccine,omitempty" doc:"Product, e.g. HepB or DTaP"`
	CVX     string   `json:"cvx,omitempty" doc:"CDC's code of the vaccine, e.g. 08"`
	MVX     string   `json:"mvx,omitempty" doc:"CDC's code of the maker"`
	Number  int      `json:"number,omitempty" doc:"Number of the dose as written on the record; the judgement goes by days"`
	Purpose string   `json:"purpose,omitempty" doc:"outbreak or campaign where it was given outside the routine; high_dose for immunoglobulin of about 2 g/kg"`
	Review  string   `json:"review,omitempty" enum:",counts,doesNotCount" doc:"What a doctor decided where the rules ask for a review"`
}

// Decisions of a doctor about a dose that the rules send to review.
const (
	ReviewCounts       = "counts"
	ReviewDoesNotCount = "doesNotCount"
)

// Purposes of a dose outside the routine.
const (
	Outbreak = "outbreak"
	Campaign = "campaign"
	HighDose = "high_dose"
)

// Condition is something known about the child that changes the schedule: a
// code such as mother_hbsag_positive, hiv_exposed_unknown, preterm_33w or
// anaphylaxis:MMR (Conditions lists them), or with CDC's schedule the code of
// an observation. Day is when it began, zero when not known.
type Condition struct {
	Code string   `json:"code" doc:"Code of the condition, e.g. mother_hbsag_positive"`
	Day  care.Day `json:"day,omitzero" doc:"When it began or was found"`
}

// Child is what the rules need to know about a child. GestationDays and
// BirthWeightG are 0 when not known, and not known is never taken for no.
type Child struct {
	Birth         care.Day    `json:"birth" doc:"Day of birth"`
	Sex           care.Sex    `json:"sex" doc:"M, F or empty when not known"`
	Conditions    []Condition `json:"conditions,omitempty"`
	GestationDays int         `json:"gestationDays,omitempty" doc:"Length of the pregnancy in days, 0 when not known"`
	BirthWeightG  int         `json:"birthWeightG,omitempty" doc:"Weight at birth in grams, 0 when not known"`
}
