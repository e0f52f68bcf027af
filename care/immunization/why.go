package immunization

import "tongjian/care"

// because adds a rule of the norm to a forecast's reasons.
func (a *answer) because(f *SeriesForecast, rule string) {
	r := a.w.schedule.rules[rule]
	r.Private = privateRule(rule)
	a.reason(f, r)
}

// privateRule tells whether a rule gives away a private condition.
func privateRule(rule string) bool {
	switch rule {
	case "R-HIV", "R-IMMUNE", "R-HBSAG", "R-LBW", "R-OTHER-LIVE":
		return true
	}
	return false
}

// reason appends in the answer's own block, so that one answer makes few pieces.
func (a *answer) reason(f *SeriesForecast, r Reason) {
	for i := range f.Reasons {
		if f.Reasons[i].Rule.ID == r.Rule.ID && f.Reasons[i].Code == r.Code {
			return
		}
	}
	n := len(a.store)
	if k := len(f.Reasons); k > 0 && n >= k && &a.store[n-k] == &f.Reasons[0] || k == 0 {
		a.store = append(a.store, r)
		f.Reasons = a.store[n-k : n+1 : n+1]
		return
	}
	f.Reasons = append(f.Reasons, r)
}

// why names the rule that makes the earliest day, and the overdue one.
func (a *answer) why(f *SeriesForecast, x *dates) {
	notes := a.w.schedule.notes
	switch {
	case x.clashEnd == x.earliest && x.clash != sound && x.clashEnd > x.minAge:
		a.because(f, a.clashRule(f, x))
	case x.minGap == x.earliest && x.gapNote > 0:
		a.reason(f, notes[x.gapNote].wait)
	case x.ageNote > 0:
		a.reason(f, notes[x.ageNote].wait)
	}
	if f.OverdueFrom != 0 && a.w.today >= f.OverdueFrom {
		a.because(f, "R-OVERDUE")
	}
}

func (a *answer) clashRule(f *SeriesForecast, x *dates) string {
	earlier := a.w.code(x.with)
	switch {
	case x.clash == liveClash && (earlier == "BCG" || f.Vaccine == "BCG"):
		return "R-LIVE28-BCG"
	case x.clash == liveClash:
		return "R-LIVE28"
	case earlier == "IVIG":
		return "R-IVIG"
	}
	return "R-IG"
}

// code gives the product of a dose of the history.
func (w *work) code(i int) string {
	if i < 0 || w.doses[i].vaccine < 0 {
		return ""
	}
	return w.schedule.products[w.doses[i].vaccine].Code
}

// collisions finds where two rules cannot both be kept, and what else asks for a person.
func (a *answer) collisions(i int, t *track, f *SeriesForecast, v int16) {
	w, c, kinds := a.w, &a.w.schedule.courses[i], &a.w.schedule.kinds
	if c.prefer >= 0 && w.lacking(t, &c.short) > len(t.series.doses)-t.at {
		a.doctor(f, "R-POLIO-COUNT", "R-POLIO-TYPE2")
	}
	switch f.Vaccine {
	case "HPV2":
		a.hpv(t, f)
	case "JE-I":
		if last := w.last(&kinds.passive); last != 0 && f.Recommended < last.AddMonths(1, w.cal.rule) {
			a.doctor(f, "R-IG", "R-IG-JEI")
		}
	case "HepB":
		a.mother(f)
	case "BCG":
		a.skinTest(f)
	}
	if kinds.live.has(v) {
		if last := w.last(&kinds.nasal); last != 0 && w.today < last+28 {
			a.doctor(f, "R-LIVE28", "R-LAIV")
		}
	}
	if kinds.slowed.has(v) {
		if last := w.last(&kinds.highDose); last != 0 && w.today < last.AddMonths(11, w.cal.rule) {
			f.Status = Evaluate
			a.doctor(f, "R-IG", "R-IVIG")
		}
	}
	if mark := &c.variants[w.forms[i]].mark; mark.Code != "" {
		a.reason(f, *mark)
	}
}

// doctor says that a person must decide between rules, and names them.
func (a *answer) doctor(f *SeriesForecast, rules ...string) {
	f.NeedsDoctor = true
	for _, r := range rules {
		a.because(f, r)
	}
}

// last gives the day of the last dose of any of the products.
func (w *work) last(of *vaccines) care.Day {
	for i := len(w.doses) - 1; i >= 0; i-- {
		if v := w.doses[i].vaccine; v >= 0 && of.has(v) {
			return w.doses[i].day
		}
	}
	return 0
}

func (a *answer) hpv(t *track, f *SeriesForecast) {
	w := a.w
	start := w.today
	for _, s := range t.shots {
		if s.status == Valid {
			start = w.doses[s.dose].day
			break
		}
	}
	if start >= w.cal.age(fifteen) {
		a.doctor(f, "R-HPV-TWO", "R-HPV-15")
	}
	if f.NextDose == 2 {
		a.because(f, "R-HPV-14")
	}
}

var fifteen = span("15y")

// mother adds what a mother with hepatitis B changes; a birth weight that is
// not known cannot be taken for enough.
func (a *answer) mother(f *SeriesForecast) {
	if !a.f.motherPositive && !a.f.motherUnknown {
		return
	}
	a.because(f, "R-HBSAG")
	if f.Series == "hepb_lbw" {
		a.because(f, "R-LBW")
	} else if a.f.weightG == 0 {
		a.doctor(f, "R-LBW")
	}
}

// skinTest holds BCG back from three months.
func (a *answer) skinTest(f *SeriesForecast) {
	if a.f.weeks > 0 && a.f.weeks <= 31 {
		a.doctor(f, "R-BCG-PRETERM")
	}
	if a.w.today < a.w.cal.age(threeMonths) || a.f.skinNegative && !a.f.skinPositive {
		return
	}
	if a.f.skinPositive {
		f.Status = Evaluate
		a.doctor(f, "R-BCG-TEST")
		return
	}
	f.Status, f.Requires = NeedsTest, "TB-PPD or BCG-PPD negative"
	a.because(f, "R-BCG-TEST")
}

var threeMonths = span("3m")

// conditions applies what the child's conditions say about the next product.
func (a *answer) conditions(f *SeriesForecast, v int16, t *track) {
	act, rule := a.f.about(a.w.schedule, v)
	switch act {
	case forbid:
		f.Status = Prohibited
	case assess:
		f.Status, f.NeedsDoctor = Evaluate, true
	case deferIt:
		f.Status = Deferred
	default:
		return
	}
	f.Requires = ""
	f.Private = f.Private || privateRule(rule)
	a.because(f, rule)
}

// review sends a series to a person when its last dose did not count by the
// rules and nobody has decided yet. The next dose shown is its repeat.
func (a *answer) review(t *track, f *SeriesForecast) {
	open := false
	for _, s := range t.shots {
		switch {
		case s.status == Valid:
			open = false
		case s.status == NotValid && s.fault != rejected:
			open = true
			f.Flags = addFlag(f.Flags, s.fault.code())
			if s.note > 0 {
				a.reason(f, a.w.schedule.notes[s.note].broken)
			}
		}
	}
	if open && (f.Status == Open || f.Status == NeedsTest) {
		f.Status, f.NeedsDoctor = NeedsReview, true
		a.because(f, "R-GRACE")
	}
}

func addFlag(flags []string, code string) []string {
	for _, f := range flags {
		if f == code {
			return flags
		}
	}
	return append(flags, code)
}
