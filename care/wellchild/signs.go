package wellchild

import (
	"slices"

	"tongjian/care"
)

// Sign is one warning sign of development: true when the child cannot yet do
// what most children of that age can.
type Sign struct {
	ID        string `json:"id" doc:"e.g. 12m-3"`
	AgeMonths int    `json:"ageMonths" doc:"Completed months from which it counts"`
	Domain    string `json:"domain" enum:"hearing,vision,language,social,fine,gross,selfcare,any"`
	Words
}

// Regression is the sign that counts at every age.
var Regression = Sign{ID: "regression", Domain: "any", Words: Words{
	"has lost words, contact with people or movements that were there before", "原来会说的话、与人的交流或动作，现在不会了"}}

// WarningSigns gives the four signs of the age band that completed months of
// age fall in (corrected age for a preterm child: see Settings.Signs); none
// before 3 months or from 7 years.
func WarningSigns(ageMonths int) []Sign {
	band := bandOf(ageMonths)
	out := []Sign{}
	for _, s := range signs {
		if s.AgeMonths == band && band > 0 {
			out = append(out, s)
		}
	}
	return out
}

// signBands are the ages at which the norm asks for signs; each lasts until the next.
var signBands = []int{3, 6, 8, 12, 18, 24, 30, 36, 48, 60, 72}

const outgrown = 84 // months

func bandOf(ageMonths int) int {
	band := 0
	for _, b := range signBands {
		if ageMonths >= b && ageMonths < outgrown {
			band = b
		}
	}
	return band
}

// SignList is the warning signs to ask for on a day, and by which age.
type SignList struct {
	AgeMonths  int       `json:"ageMonths" doc:"Completed months that were used"`
	Corrected  bool      `json:"corrected" doc:"Corrected age was used, because the child was born early"`
	Signs      []Sign    `json:"signs" doc:"Empty before 3 months of that age"`
	Regression Sign      `json:"regression"`
	MCHAT      bool      `json:"mchat" doc:"The autism questionnaire may be used at this age (16-30 months); it is best at 18 and 24"`
	Rule       care.Rule `json:"rule"`
}

var signRule = care.Rule{ID: "DEV-WARN", Edition: "2013, again 2022", Source: "Checklist of warning signs of children's mental and motor development; public copies", Status: care.Verified}

// correctedSigns is marked ours: the review asks for it, no source was open.
var correctedSigns = care.Rule{ID: "DEV-WARN-CORRECTED", Edition: signRule.Edition, Source: signRule.Source + "; corrected age by clinical review", Status: care.Ours}

// Signs gives the warning signs to ask for on a day: by corrected age for a
// child born before 37 weeks, until the age of the settings.
func (s Settings) Signs(c Child, on care.Day) SignList {
	months, corrected := s.signAge(c, on)
	out := SignList{AgeMonths: months, Corrected: corrected, Signs: WarningSigns(months), Regression: Regression, MCHAT: months >= 16 && months <= 30, Rule: signRule}
	if corrected {
		out.Rule = correctedSigns
	}
	return out
}

// signAge gives completed months, counted from the day on which 40 weeks of
// pregnancy would have been complete where corrected age is used.
func (s Settings) signAge(c Child, on care.Day) (months int, corrected bool) {
	months = care.MonthsOn(c.Birth, on, care.Clamp)
	if !c.Preterm() {
		return months, false
	}
	until := s.CorrectedMonths
	if c.GestationDays < 32*7 {
		until = s.CorrectedVery
	}
	if m := care.MonthsOn(termDay(c), on, care.Clamp); m < until {
		return m, true
	}
	return months, false
}

// Outcome is what follows from warning signs.
type Outcome struct {
	Positive bool      `json:"positive"`
	Urgent   bool      `json:"urgent" doc:"A skill was lost: a consult at once"`
	Action   Words     `json:"action"`
	Confirm  care.Day  `json:"confirm,omitzero" doc:"The township confirms by this day"`
	County   care.Day  `json:"county,omitzero" doc:"The county screens again by this day, if it was confirmed"`
	Rule     care.Rule `json:"rule"`
}

// confirmRule: the norm refers on any one sign; that the township looks first
// is a correction by clinical review.
var confirmRule = care.Rule{ID: "DEV-WARN-ONE", Edition: signRule.Edition, Source: signRule.Source + "; who confirms by clinical review", Status: care.Ours}

var regressionRule = care.Rule{ID: "DEV-REGRESSION", Source: "clinical background", Status: care.Unverified}

// JudgeSigns says what follows when the signs with these ids were present on
// a day. Any one is a possible deviation; a lost skill is urgent at any age.
func (s Settings) JudgeSigns(present []string, on care.Day) Outcome {
	switch {
	case slices.Contains(present, Regression.ID):
		return Outcome{Positive: true, Urgent: true, Rule: regressionRule,
			Action: Words{"A skill was lost: ask a paediatrician today.", "能力倒退：当天请儿科医生会诊。"}}
	case !slices.ContainsFunc(signs, func(x Sign) bool { return slices.Contains(present, x.ID) }):
		return Outcome{Rule: signRule, Action: Words{"No warning sign; ask again at the next visit.", "未见预警征象，下次体检再查。"}}
	}
	return Outcome{Positive: true, Confirm: on.Add(s.ConfirmSigns, care.Clamp), County: on.Add(s.CountySigns, care.Clamp), Rule: confirmRule,
		Action: Words{"Possible delay: the township looks again, then the county screens.", "可能发育偏异：先由乡镇复核，确认后转县级复筛。"}}
}
