package immunization

import "slices"

// ForParent takes away everything that a parent, a list or a printed plan must
// not show: reasons that name HIV, weak immunity or a mother's hepatitis B,
// series that such a condition closed, and conditions by name. What is left
// open is named neutrally.
func (r Result) ForParent() Result {
	r.Unknown = nil
	r.Doses = slices.Clone(r.Doses)
	for i := range r.Doses {
		j := &r.Doses[i]
		j.Reasons = open(j.Reasons)
		j.For = slices.Clone(j.For)
		for k := range j.For {
			j.For[k].Reasons = open(j.For[k].Reasons)
		}
	}
	var series []SeriesForecast
	for _, f := range r.Series {
		if f.Private && !f.HasNext() || f.Private && f.Status != Open && f.Status != Complete {
			continue
		}
		f.Reasons, f.Private = open(f.Reasons), false
		f.Name = neutral(f.Series, f.Name)
		series = append(series, f)
	}
	r.Series = series
	var rows []Row
	for _, row := range r.Table {
		if row.Private && !r.lists(row.Series) {
			continue
		}
		row.Name, row.Private = neutral(row.Series, row.Name), false
		rows = append(rows, row)
	}
	r.Table = rows
	return r
}

// lists tells whether a series is in the answer.
func (r *Result) lists(series string) bool {
	return slices.ContainsFunc(r.Series, func(f SeriesForecast) bool { return f.Series == series })
}

func open(reasons []Reason) []Reason {
	var out []Reason
	for _, x := range reasons {
		if !x.Private {
			out = append(out, x)
		}
	}
	return out
}

// neutral names a series without its reason.
func neutral(series string, name Text) Text {
	switch series {
	case "polio_ipv":
		return Text{"polio", "脊灰疫苗"}
	case "hepb_lbw":
		return Text{"hepatitis B", "乙肝疫苗"}
	}
	return name
}

// ForParent names a planned dose without the condition that chose its series.
// No dose is ever left out: a gap would tell the condition, and the dose is due.
func (p PlannedDose) ForParent() PlannedDose {
	if !p.Private {
		return p
	}
	p.Name, p.Private = neutral(p.Series, p.Name), false
	switch p.Series {
	case "polio_ipv":
		p.Series, p.Vaccine = "polio", ""
	case "hepb_lbw":
		p.Series = "hepb"
	}
	return p
}
