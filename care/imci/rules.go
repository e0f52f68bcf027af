package imci

import "tongjian/care"

// Rules lists every row of the decision table with its mark, in the table's
// order: for the list of clinical sources.
func Rules() []care.Rule {
	out := make([]care.Rule, len(book.Rules))
	for i := range book.Rules {
		out[i] = book.source(&book.Rules[i])
	}
	return out
}
