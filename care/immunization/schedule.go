package immunization

import "tongjian/care"

// Product is a vaccine or immunoglobulin as it is given.
type Product struct {
	Code      string `json:"code"`
	Name      Text   `json:"name"`
	Route     string `json:"route" doc:"IM, SC, ID, oral or nasal"`
	Amount    string `json:"amount,omitempty"`
	CVX       string `json:"cvx,omitempty"`
	ATC       string `json:"atc,omitempty"`
	ICD11     string `json:"icd11,omitempty"`
	Programme bool   `json:"programme"`
	Live      string `json:"live,omitempty" doc:"injected, oral or nasal for live vaccines"`
	Passive   bool   `json:"passive,omitempty" doc:"Antibody, not a vaccine"`
	Past      bool   `json:"past,omitempty" doc:"No longer given"`
	Against   Text   `json:"against" doc:"Diseases in plain words for parents"`
	Note      string `json:"note,omitempty"`
}

// Options are what a county sets.
type Options struct {
	JE            string         `json:"je" enum:"je_l,je_i" doc:"Family of Japanese encephalitis vaccine for new children"`
	HepA          string         `json:"hepa" enum:"hepa_l,hepa_i" doc:"Family of hepatitis A vaccine for new children"`
	Months        care.MonthRule `json:"months" doc:"What a month later means at month ends; 0 clamps, as China's programs do"`
	GraceDays     int            `json:"graceDays" doc:"Days before a minimum that still count; the norm states none"`
	SelfPaid      bool           `json:"selfPaid" doc:"Forecast and plan the self-paid vaccines too"`
	VaricellaFree bool           `json:"varicellaFree" doc:"Varicella vaccine is free here"`
}

// Schedule is a compiled schedule. It is never changed after it was made and
// may be used by many goroutines.
type Schedule struct {
	name string
}
