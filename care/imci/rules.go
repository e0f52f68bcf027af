package imci

import "tongjian/care"

// Rules lists every row of the decision table with its mark, in the table's
// order, then the bounds of vital signs and the doses: for the list of
// clinical sources.
func Rules() []care.Rule {
	var out []care.Rule
	for i := range book.Rules {
		out = append(out, book.source(&book.Rules[i]))
	}
	for _, s := range scoreTable {
		out = append(out, scoreRule(s.vital))
	}
	for i := range limits {
		out = append(out, limits[i].rule())
	}
	for i := range drugs {
		out = append(out, drugs[i].rule())
	}
	for _, plan := range []string{"A", "B", "C"} {
		out = append(out, Fluids(plan, Patient{AgeMonths: 12, WeightKg: 10}, nil).Rule)
	}
	return out
}
