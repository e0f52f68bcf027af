package wellchild

import "tongjian/care"

// Rules lists the rules of the visits, of warning signs, of special cases and
// of the tips for parents, for the list of clinical sources.
func Rules() []care.Rule {
	out := []care.Rule{signRule, correctedSigns, confirmRule, regressionRule, mchatRule,
		caseRule("UNDERNUTRITION", care.Verified), caseRule("ANAEMIA", care.Verified), caseRule("RICKETS", care.Unverified), caseRule("OVERWEIGHT", care.Unverified), earlyRule}
	for _, t := range NewbornReferrals() {
		out = append(out, t.Rule)
	}
	for i := range norms {
		out = append(out, norms[i].rule())
	}
	seen := map[string]bool{}
	for _, days := range []int{0, 30, 60, 200, 400, 800, 1200, 2000} {
		for _, t := range append(Guidance(days), DangerSigns(days)...) {
			if !seen[t.Rule.ID] {
				seen[t.Rule.ID] = true
				out = append(out, t.Rule)
			}
		}
	}
	return out
}
