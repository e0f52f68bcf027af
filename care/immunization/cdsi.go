package immunization

// cdsi holds what CDC's supporting data says beyond the series.
type cdsi struct{}

func (w *work) cdsi(r *Result, doses []Dose) {}
