package tool

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"tongjian/care"
	"tongjian/care/immunization"
)

// doseAnswer is a dose judged, in the words of CDSi's published cases.
type doseAnswer struct {
	N      json.RawMessage `json:"n"`
	Status string          `json:"evaluation_status"`
	Reason string          `json:"evaluation_reason"`
}

// groupAnswer is the forecast of a vaccine group in the words of CDSi's
// published cases; what there is none of is "".
type groupAnswer struct {
	Group       string       `json:"vaccine_group"`
	Status      string       `json:"series_status"`
	Dose        string       `json:"forecast_dose"`
	Earliest    string       `json:"earliest"`
	Recommended string       `json:"recommended"`
	PastDue     string       `json:"past_due"`
	Rules       []ruleAnswer `json:"rules"`
}

// seriesAnswer is the forecast of a series in the words of the worked examples
// of China's programme; what there is none of is null.
type seriesAnswer struct {
	Series      string       `json:"series"`
	Group       string       `json:"vaccine_group"`
	Status      string       `json:"status"`
	Next        *int         `json:"next_dose"`
	Earliest    *care.Day    `json:"earliest"`
	Recommended *care.Day    `json:"recommended"`
	Overdue     *care.Day    `json:"overdue_from"`
	Latest      *care.Day    `json:"latest"`
	Vaccine     *string      `json:"vaccine"`
	Requires    *string      `json:"requires"`
	By          *string      `json:"by"`
	DoseFlags   []string     `json:"dose_flags"`
	Doctor      bool         `json:"needs_doctor"`
	Programme   bool         `json:"programme"`
	Rules       []ruleAnswer `json:"rules"`
}

// ruleAnswer names a rule, how far it may be trusted, and what it says.
type ruleAnswer struct {
	ID      string      `json:"id,omitempty"`
	Edition string      `json:"edition,omitempty"`
	Status  care.Status `json:"status,omitempty"`
	Says    string      `json:"says"`
}

var evaluations = map[immunization.Evaluation]string{
	immunization.Valid: "Valid", immunization.NotValid: "Not Valid", immunization.Extraneous: "Extraneous",
	immunization.Substandard: "Sub-standard", immunization.NotJudged: "Not Judged",
}

// faults are CDSi's words for what is wrong with a dose, by China's codes.
var faults = map[string]string{
	"below_min_age": "Age: Too Young", "above_max_age": "Age: Too Old", "below_min_interval": "Interval: too Soon",
	"live_gap": "Live Virus Conflict", "inadvertent": "Inadvertent Vaccine", "series_complete": "Series Already Complete",
	"wrong_product": "Not a preferable or allowable vaccine", "wrong_age_for_product": "Not a preferable or allowable vaccine",
}

// judged gives one answer for each dose: in the asked group, else its own.
func (q *asked) judged(r *immunization.Result, cdsi bool) []doseAnswer {
	wanted := map[string]bool{q.in: true} // CDSi judges by group, China by series
	for _, s := range r.Series {
		wanted[s.Series] = s.Group == q.in
	}
	out := make([]doseAnswer, 0, len(q.n))
	for i := range q.n {
		j := &r.Doses[i]
		x, ok := judgement(j, wanted)
		if !ok {
			x = immunization.Counted{Status: j.Status, Reasons: j.Reasons}
		}
		out = append(out, doseAnswer{q.n[i], evaluations[x.Status], faultOf(x, cdsi)})
	}
	return out
}

// judgement gives how a dose was judged in what is asked for, best first; where
// that did not judge it, as it was judged as a whole.
func judgement(j *immunization.Judged, wanted map[string]bool) (best immunization.Counted, ok bool) {
	for _, x := range j.For {
		if wanted[x.Series] && (!ok || x.Status == immunization.Valid && best.Status != immunization.Valid) {
			best, ok = x, true
		}
	}
	for _, x := range j.For {
		if !ok && x.Status == j.Status {
			best, ok = x, true
		}
	}
	return best, ok
}

func faultOf(x immunization.Counted, cdsi bool) string {
	if x.Status == immunization.Valid || len(x.Reasons) == 0 {
		return ""
	}
	r := x.Reasons[0]
	if word, ok := faults[r.Code]; ok && !cdsi {
		return word
	}
	return r.EN
}

func (q *asked) forGroups(r *immunization.Result) []any {
	out := []any{}
	for i := range r.Groups {
		if g := &r.Groups[i]; q.group == "" || g.Group == q.in {
			out = append(out, q.forGroup(g))
		}
	}
	if q.group != "" && len(out) == 0 {
		out = append(out, q.forGroup(&immunization.GroupForecast{Status: "Not Recommended", Reasons: []string{"No series of this group is meant for the child"}}))
	}
	return out
}

func (q *asked) forGroup(g *immunization.GroupForecast) groupAnswer {
	a := groupAnswer{Group: g.Group, Status: sentence(g.Status), Earliest: g.Earliest.String(), Recommended: g.Recommended.String(),
		PastDue: g.PastDue.String(), Rules: []ruleAnswer{}}
	if q.group != "" {
		a.Group = q.group
	}
	if g.NextDose > 0 {
		a.Dose = strconv.Itoa(g.NextDose)
	}
	for _, says := range g.Reasons {
		a.Rules = append(a.Rules, ruleAnswer{Says: says})
	}
	return a
}

// sentence writes "Not Complete" as "Not complete".
func sentence(words string) string {
	if words == "" {
		return ""
	}
	return words[:1] + strings.ToLower(words[1:])
}

func (q *asked) forSeries(r *immunization.Result) []any {
	out := []any{}
	for i := range r.Series {
		if s := &r.Series[i]; q.group == "" || s.Group == q.in {
			out = append(out, q.forOne(s))
		}
	}
	return out
}

func (q *asked) forOne(s *immunization.SeriesForecast) seriesAnswer {
	a := seriesAnswer{Series: s.Series, Group: s.Group, Status: string(s.Status), Earliest: known(s.Earliest), Recommended: known(s.Recommended),
		Overdue: known(s.OverdueFrom), Latest: known(s.Latest), Vaccine: known(s.Vaccine), Requires: known(s.Requires), By: known(s.By),
		DoseFlags: append([]string{}, s.Flags...), Doctor: s.NeedsDoctor, Programme: s.Programme, Rules: []ruleAnswer{}}
	if q.group != "" {
		a.Group = q.group
	}
	if s.NextDose > 0 || s.HasNext() {
		a.Next = &s.NextDose
	}
	for _, w := range s.Reasons {
		rule := ruleAnswer{w.Rule.ID, w.Rule.Edition, w.Rule.Status, w.EN}
		if !slices.Contains(a.Rules, rule) {
			a.Rules = append(a.Rules, rule)
		}
	}
	return a
}

// known gives nil for a zero value, so that it is written as null.
func known[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}
