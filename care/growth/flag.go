package growth

import (
	"slices"

	"tongjian/care"
)

// Flag is something about a child's growth to act on.
type Flag struct {
	ID        string    `json:"id" doc:"Name of the flag, e.g. GF-UW-MOD"`
	Level     string    `json:"level" enum:"yellow,red"`
	Label     Words     `json:"label" doc:"What it is"`
	Why       Words     `json:"why" doc:"The figures that made it"`
	Refer     *Words    `json:"refer,omitempty" doc:"To whom, if to anybody"`
	Indicator Indicator `json:"indicator,omitempty"`
	Standard  Standard  `json:"standard,omitempty"`
	Day       care.Day  `json:"day" doc:"Day of the measurement that made it"`
	Rule      care.Rule `json:"rule"`
}

// Flags gives what asks for action on a day, the gravest first, from all that
// was measured until then (in any order). Each looks at the newest value of
// its kind that can be trusted: a value that looks wrong makes no flag but
// GF-MEASURE, which asks to measure again.
//
// Under 5 years overweight is above +2 SD and obese above +3 SD of WHO;
// China's bounds of +1 and +2 SD (WS/T 423) are in Assessment.Beside, under
// their own name, and make no flag.
func Flags(c Child, history []Measurement, today care.Day, s Settings) []Flag {
	h := trusted(c, history, today, s)
	var out []Flag
	for _, rule := range []func(*past) []Flag{underweightFlags, stuntingFlags, wastingFlags, overweightFlags,
		headFlags, falterFlags, birthWeightFlags, anaemiaFlags, ricketsFlags, measureFlags} {
		out = append(out, rule(h)...)
	}
	slices.SortStableFunc(out, func(a, b Flag) int { return gravity(a.Level) - gravity(b.Level) })
	return out
}

func gravity(level string) int {
	if level == "red" {
		return 0
	}
	return 1
}

// severity makes the moderate or the severe flag of a low z-score.
func severity(p *seen, r Result, moderate, severe string) []Flag {
	switch z := *r.Z; {
	case z < -3:
		return []Flag{flagOf(severe, p, r)}
	case z < -2:
		return []Flag{flagOf(moderate, p, r)}
	}
	return nil
}

func underweightFlags(h *past) []Flag {
	if p, r, ok := h.last(WeightForAge); ok {
		return severity(p, r, "GF-UW-MOD", "GF-UW-SEV")
	}
	return nil
}

func stuntingFlags(h *past) []Flag {
	if p, r, ok := h.last(LengthForAge); ok {
		return severity(p, r, "GF-ST-MOD", "GF-ST-SEV")
	}
	return nil
}

// wastingFlags goes by oedema, by weight for length or height (from 5 years on
// BMI), and by the arm at 6-59 months; the gravest counts.
func wastingFlags(h *past) []Flag {
	if p := h.swollen(); p != nil {
		return []Flag{flagFor("GF-WA-SEV", p, Words{"oedema of both feet", "双足凹陷性水肿"})}
	}
	var out []Flag
	if p, r, ok := h.leanness(); ok {
		out = severity(p, r, "GF-WA-MOD", "GF-WA-SEV")
		if len(out) > 0 && r.Indicator == BMIForAge {
			out[0].Rule.Source, out[0].Rule.Status = "WHO thinness by BMI, where weight-for-height ends", care.Ours
		}
	}
	p, r, ok := h.last(MUAC)
	switch {
	case !ok || len(out) > 0 && out[0].Level == "red":
		return out
	case r.Value < 115:
		return []Flag{flagOf("GF-WA-SEV", p, r)}
	case r.Value < 125 && len(out) == 0:
		f := flagOf("GF-WA-MOD", p, r)
		f.Rule.Source, f.Rule.Status = "WHO and UNICEF joint statement 2009 for the arm", care.Ours
		return []Flag{f}
	}
	return out
}

// overweightFlags goes by the higher of weight-for-length and BMI-for-age.
func overweightFlags(h *past) []Flag {
	p, r, ok := h.leanness()
	if q, bmi, has := h.last(BMIForAge); has && (!ok || *bmi.Z > *r.Z) {
		p, r, ok = q, bmi, true
	}
	if !ok {
		return nil
	}
	over, obese := 2.0, 3.0
	if r.Standard == WHO2007 {
		over, obese = 1, 2
	}
	switch {
	case *r.Z > obese:
		return []Flag{flagOf("GF-OB", p, r)}
	case *r.Z > over:
		return []Flag{flagOf("GF-OW", p, r)}
	}
	return nil
}

// anaemiaFlags is China's programme: below 110 g/L from 6 months to below 7 years.
func anaemiaFlags(h *past) []Flag {
	for i := len(h.seen) - 1; i >= 0; i-- {
		p := &h.seen[i]
		for _, r := range p.a.Beside {
			if r.Indicator != Haemoglobin {
				continue
			}
			if r.Value >= 110 {
				return nil
			}
			f := flagOf("GF-ANAEMIA", p, r)
			if r.Value < 70 {
				f.Level = "red"
			}
			return []Flag{f}
		}
	}
	return nil
}

// ricketsFlags keeps bone signs in view for half a year after they were seen.
func ricketsFlags(h *past) []Flag {
	for i := len(h.seen) - 1; i >= 0; i-- {
		if p := &h.seen[i]; p.m.BoneSigns && h.today-p.m.Day <= 183 {
			return []Flag{flagFor("GF-RICKETS", p, Words{"bone signs were found", "发现骨骼体征"})}
		}
	}
	return nil
}

// measureFlags asks to measure again what looks wrong and was not measured since.
func measureFlags(h *past) []Flag {
	for _, field := range fields {
		if p := h.newestOf(field); p != nil && p.wrong[field.name] {
			f := flagFor("GF-MEASURE", p, Words{
				field.en + " " + number(field.of(p.m)) + " " + field.unit + " looks wrong",
				field.zh + number(field.of(p.m)) + field.unit + "可能有误"})
			return []Flag{f}
		}
	}
	return nil
}
