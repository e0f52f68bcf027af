package immunization

import "tongjian/care"

// China gives the national immunization programme of 2026 with a county's settings.
func China(o Options) *Schedule { return &Schedule{name: "cn-nip 2026"} }

// Forecast judges the doses of a child and says what comes next on a day.
func Forecast(s *Schedule, c Child, doses []Dose, today care.Day) Result {
	return Result{Schedule: s.name, Today: today}
}

// Plan lists every dose that is still to come, in order of days.
func Plan(s *Schedule, c Child, doses []Dose, today care.Day) []PlannedDose { return nil }

// Products lists the products of a schedule, in the order of its data.
func (s *Schedule) Products() []Product { return nil }

// Product gives one product by its code.
func (s *Schedule) Product(code string) (Product, bool) { return Product{}, false }

// ProductByCVX gives the product that a CVX code names; not found where none or several have it.
func (s *Schedule) ProductByCVX(cvx string) (Product, bool) { return Product{}, false }

// ForParent takes away everything that a parent, a list or a printed plan must not show.
func (r Result) ForParent() Result { return r }
