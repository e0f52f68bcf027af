package immunization

import (
	"strconv"
	"strings"
)

// action is what a condition means for one product, weakest first.
type action uint8

const (
	allow action = iota
	deferIt
	assess
	forbid
)

// facts are a child's conditions as China's rules read them.
type facts struct {
	motherPositive, motherUnknown bool
	weightG, weeks                int // 0 not known
	hivSevere, hivMild, hivSome   bool
	hivExposed, hivCleared        bool
	weak, complement              bool
	ill, neuro                    bool
	skinNegative, skinPositive    bool
	allergic                      vaccines
	allergicTo                    []int16
	unknown                       []string
}

// Conditions are the codes that China's schedule knows. birth_weight_1800g and
// preterm_33w carry a number; anaphylaxis: is followed by a product.
var Conditions = []string{
	"mother_hbsag_positive", "mother_hbsag_negative", "mother_hbsag_unknown",
	"birth_weight_<grams>g", "preterm_<weeks>w", "preterm_or_lbw_stable",
	"hiv_infected", "hiv_infected_severe", "hiv_infected_not_severe", "hiv_exposed_unknown", "hiv_exposed_uninfected",
	"primary_immunodeficiency", "immunodeficiency_other", "thymus_disease", "malignancy_chemotherapy", "recent_hsct",
	"immunosuppressant", "recent_radiotherapy", "complement_deficiency",
	"acute_illness_fever", "uncontrolled_epilepsy_progressive_neuro",
	"tb_test_negative", "tb_test_positive", "anaphylaxis:<product>",
}

func (w *work) facts() (f facts) {
	f.weightG = w.child.BirthWeightG
	f.weeks = w.child.GestationDays / 7
	for _, c := range w.child.Conditions {
		if c.Day > w.today || f.set(c.Code) {
			continue
		}
		if !f.number(c.Code) && !f.allergy(w.schedule, c.Code) {
			f.unknown = append(f.unknown, c.Code)
		}
	}
	if f.hivCleared {
		f.hivExposed = false
	}
	return f
}

func (f *facts) set(code string) bool {
	switch code {
	case "mother_hbsag_positive", "hbsag_positive_mother_followup":
		f.motherPositive = true
	case "mother_hbsag_unknown":
		f.motherUnknown = true
	case "hiv_infected_severe":
		f.hivSevere = true
	case "hiv_infected_not_severe":
		f.hivMild = true
	case "hiv_infected":
		f.hivSome = true
	case "hiv_exposed_unknown":
		f.hivExposed = true
	case "hiv_exposed_uninfected":
		f.hivCleared = true
	case "primary_immunodeficiency", "immunodeficiency_other", "thymus_disease", "malignancy_chemotherapy",
		"recent_hsct", "immunosuppressant", "recent_radiotherapy":
		f.weak = true
	case "complement_deficiency":
		f.complement = true
	case "acute_illness_fever":
		f.ill = true
	case "uncontrolled_epilepsy_progressive_neuro":
		f.neuro = true
	case "tb_test_negative":
		f.skinNegative = true
	case "tb_test_positive":
		f.skinPositive = true
	case "mother_hbsag_negative", "preterm_or_lbw_stable", "not_contraindications":
	default:
		return false
	}
	return true
}

// number reads birth_weight_1800g and preterm_33w.
func (f *facts) number(code string) bool {
	into, unit := &f.weightG, "g"
	rest, ok := strings.CutPrefix(code, "birth_weight_")
	if !ok {
		into, unit = &f.weeks, "w"
		rest, ok = strings.CutPrefix(code, "preterm_")
	}
	rest, end := strings.CutSuffix(rest, unit)
	n, err := strconv.Atoi(rest)
	if !ok || !end || err != nil || n <= 0 {
		return false
	}
	*into = n
	return true
}

func (f *facts) allergy(s *Schedule, code string) bool {
	rest, ok := strings.CutPrefix(code, "anaphylaxis_component_or_same_vaccine:")
	if !ok {
		rest, ok = strings.CutPrefix(code, "anaphylaxis:")
	}
	v, known := s.codes[rest]
	if !ok || !known {
		return false
	}
	f.allergic.add(v)
	f.allergicTo = append(f.allergicTo, v)
	return true
}

// weakImmunity tells whether polio vaccine must be inactivated throughout.
func (f *facts) weakImmunity() bool {
	return f.weak && !f.complement || f.hivSevere || f.hivMild || f.hivSome || f.hivExposed
}

// lowWeightHBsAg tells whether the birth dose of hepatitis B vaccine is not counted.
func (f *facts) lowWeightHBsAg() bool {
	return f.weightG > 0 && f.weightG < 2000 && (f.motherPositive || f.motherUnknown)
}

// about says what the conditions mean for a product, and the rule that says so.
func (f *facts) about(s *Schedule, v int16) (action, string) {
	p := &s.products[v]
	if f.allergic.has(v) {
		return forbid, "R-ANAPHYLAXIS"
	}
	if p.Live != "" {
		if a, rule := f.live(p); a != allow {
			return a, rule
		}
	}
	for _, a := range f.allergicTo {
		if s.sharing[a].has(v) {
			return assess, "R-ANAPHYLAXIS"
		}
	}
	if f.neuro {
		return assess, "R-NEURO"
	}
	return allow, ""
}

// live is the part about live vaccines: the HIV matrix, and weak immunity.
func (f *facts) live(p *Product) (action, string) {
	if f.weak && !f.complement {
		return forbid, "R-IMMUNE"
	}
	infected := f.hivSevere || f.hivMild || f.hivSome
	if !infected && !f.hivExposed {
		return allow, ""
	}
	switch p.Code {
	case "BCG":
		if infected {
			return forbid, "R-HIV"
		}
		return deferIt, "R-HIV"
	case "bOPV", "JE-L", "HepA-L":
		return forbid, "R-HIV"
	case "MMR":
		if f.hivSevere {
			return forbid, "R-HIV"
		}
		if f.hivMild {
			return allow, ""
		}
		return assess, "R-HIV"
	}
	return assess, "R-OTHER-LIVE"
}
