package immunization

import (
	"strings"
	"sync"

	"tongjian/care"
)

// Product is a vaccine or immunoglobulin as it is given.
type Product struct {
	Code      string `json:"code"`
	Name      Text   `json:"name"`
	Route     string `json:"route,omitempty" doc:"IM, SC, ID, oral or nasal"`
	Amount    string `json:"amount,omitempty"`
	CVX       string `json:"cvx,omitempty"`
	ATC       string `json:"atc,omitempty"`
	ICD11     string `json:"icd11,omitempty"`
	Programme bool   `json:"programme"`
	Live      string `json:"live,omitempty" doc:"injected, oral or nasal for live vaccines"`
	Passive   bool   `json:"passive,omitempty" doc:"Antibody, not a vaccine"`
	Past      bool   `json:"past,omitempty" doc:"No longer given"`
	Against   Text   `json:"against" doc:"Diseases in plain words for parents"`
	Doubt     string `json:"doubt,omitempty" doc:"Codes that no source was read for, e.g. atc"`
}

// Options are what a county sets.
type Options struct {
	JE            string         `json:"je" enum:"je_l,je_i" doc:"Family of Japanese encephalitis vaccine for new children, je_l when empty"`
	HepA          string         `json:"hepa" enum:"hepa_l,hepa_i" doc:"Family of hepatitis A vaccine for new children, hepa_l when empty"`
	Months        care.MonthRule `json:"months" doc:"What a month later means at month ends; 0 clamps, as China's programs do"`
	GraceDays     int            `json:"graceDays" doc:"Days before a minimum that still count; the norm states none"`
	SelfPaid      bool           `json:"selfPaid" doc:"List and plan the self-paid vaccines as open; else they are listed, never due today nor planned unless begun"`
	VaricellaFree bool           `json:"varicellaFree" doc:"Varicella vaccine is free here"`
}

// Schedule is a compiled schedule. It is never changed after it was made and
// may be used by many goroutines.
type Schedule struct {
	name      string
	months    care.MonthRule
	options   Options
	products  []Product
	codes     map[string]int16
	cvx       map[string]int16
	conflicts []conflict
	courses   []course          // China
	kinds     kinds             // China
	rules     map[string]Reason // China
	notes     []note            // China; 0 is none
	sharing   []vaccines        // China: for each product those with an antigen in common
	cdsi      *cdsi             // CDC's supporting data
	scratch   sync.Pool
}

// Name gives the schedule and its edition.
func (s *Schedule) Name() string { return s.name }

// Products lists the products of a schedule, in the order of its data.
func (s *Schedule) Products() []Product { return append([]Product(nil), s.products...) }

// Product gives one product by its code.
func (s *Schedule) Product(code string) (Product, bool) {
	i, ok := s.codes[code]
	if !ok || int(i) >= len(s.products) {
		return Product{}, false
	}
	return s.products[i], true
}

// ProductByCVX gives the product that a CVX code names; not found where none
// or several have it.
func (s *Schedule) ProductByCVX(cvx string) (Product, bool) {
	i, ok := s.cvx[plainCVX(cvx)]
	if !ok || i < 0 || int(i) >= len(s.products) {
		return Product{}, false
	}
	return s.products[i], true
}

// plainCVX takes away leading noughts: CDC writes 08 here and 8 there.
func plainCVX(cvx string) string { return strings.TrimLeft(strings.TrimSpace(cvx), "0") }

// resolve gives a dose's product, -1 when the schedule does not know it.
func (s *Schedule) resolve(d *Dose) int16 {
	if s.cdsi == nil && d.Vaccine != "" {
		i, ok := s.codes[d.Vaccine]
		if !ok {
			return -1
		}
		if d.Purpose == HighDose && d.Vaccine == "IG" {
			return s.codes["IVIG"]
		}
		return i
	}
	if i, ok := s.cvx[plainCVX(d.CVX)]; ok && d.CVX != "" {
		return i
	}
	return -1
}

// start takes a work from the pool and fills in the question.
func (s *Schedule) start(c *Child, doses []Dose, today care.Day) *work {
	w, _ := s.scratch.Get().(*work)
	if w == nil {
		w = &work{}
	}
	w.schedule, w.child, w.today = s, c, today
	w.cal.reset(c.Birth, s.months)
	w.take(doses)
	w.upto = len(w.doses)
	return w
}

func (s *Schedule) finish(w *work) {
	w.child = nil
	s.scratch.Put(w)
}
