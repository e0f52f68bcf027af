package growth

import (
	"slices"
	"strings"

	"tongjian/care"
)

// Rules lists every rule that this package may name in a result, once each,
// in the order of their names: for the list of clinical sources. Results read
// between printed rows carry the same rule with the status ours.
func Rules() []care.Rule {
	rules := []care.Rule{correctedRule, figureRule, muacRule, whoHaemoglobinRule(Haemoglobin2024), whoHaemoglobinRule(Haemoglobin2011), chinaHaemoglobinRule}
	for ind := range indicatorWords {
		if len(stretches(ind, care.Male)) > 0 {
			rules = append(rules, whoRule(WHO2006, ind))
		}
		if ind == WeightForAge || ind == LengthForAge || ind == BMIForAge {
			rules = append(rules, whoRule(WHO2007, ind))
		}
		if ChinaCurve(ind, care.Male) != nil {
			rules = append(rules, chinaRule(ind))
		}
		if PretermCurve(ind, care.Male) != nil {
			rules = append(rules, postnatalRule(ind), newbornRule(ind))
		}
	}
	for _, measure := range []string{"weight", "length", "headc"} {
		rules = append(rules, velocityRule(measure))
	}
	for id := range kinds {
		rules = append(rules, flagRule(id))
	}
	slices.SortFunc(rules, func(a, b care.Rule) int { return strings.Compare(a.ID+a.Edition, b.ID+b.Edition) })
	return rules
}
