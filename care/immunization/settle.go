package immunization

import "tongjian/care"

// settle works out one course by itself: whether it is for the child,
// complete, out of age, or open, and the next dose's days.
func (a *answer) settle(i int) {
	w, c, t, f := a.w, &a.w.schedule.courses[i], &a.w.tracks[i], &a.list[i]
	f.Series, f.Group, f.Name, f.Programme, f.Private = c.id, c.group, c.name, c.programme, c.private
	f.Doses, f.Given = len(t.series.doses)+c.first-1, a.given(c, t)
	if c.past != "" {
		f.Status, f.By, f.Doses = ReplacedBy, c.past, 0
		a.because(f, "R-EDITION")
		return
	}
	if !a.meant(c, f) {
		return
	}
	if c.rows != nil {
		a.settleRows(c, t, f)
		return
	}
	if c.season {
		a.settleSeason(i)
		return
	}
	d := w.nextDose(t)
	if t.series.extend {
		f.Doses = max(f.Doses, f.Given+w.mostLacking(t))
	}
	if d == nil {
		a.complete(c, t, f)
		return
	}
	if d.recurring {
		f.Doses = 0
	}
	a.open(i, d)
}

// given counts the doses that counted; a birth dose numbered 0 does not.
func (a *answer) given(c *course, t *track) int {
	if c.first == 0 && len(t.satisfied) > 0 && t.satisfied[0] >= 0 {
		return t.valid - 1
	}
	return t.valid
}

// meant closes a course that is not for this child.
func (a *answer) meant(c *course, f *SeriesForecast) bool {
	ok, known, rule := a.who(c)
	if ok && known {
		return a.replaced(c, f)
	}
	f.Status = NotEligible
	if rule != "" && (c.who == "hpv_girl") {
		a.because(f, rule)
	}
	if ok && !known {
		f.Status, f.NeedsDoctor = Evaluate, true
	}
	return false
}

// replaced closes a course where another stands in for it: the lower-weight
// form of hepatitis B, inactivated polio vaccine throughout.
func (a *answer) replaced(c *course, f *SeriesForecast) bool {
	if c.unless == "" {
		return true
	}
	other := &a.w.schedule.courses[c.unlessAt]
	ok, _, rule := a.who(other)
	if !ok {
		return true
	}
	f.Status, f.By, f.Private = ReplacedBy, c.unless, true
	a.because(f, rule)
	return false
}

// nextDose passes over doses that are skipped by today and gives the next.
func (w *work) nextDose(t *track) *seriesDose {
	for {
		d := t.next(w)
		if d == nil || d.recurring || !w.skips(t, d, onForecast, w.today) {
			return d
		}
		t.satisfied[t.at] = skipped
		t.at++
	}
}

func (w *work) mostLacking(t *track) (most int) {
	for i := range t.series.need {
		most = max(most, w.lacking(t, &t.series.need[i]))
	}
	return most
}

func (a *answer) complete(c *course, t *track, f *SeriesForecast) {
	f.Status = Complete
	if c.prefer >= 0 && a.w.lacking(t, &c.short) > 0 {
		f.Status, f.NeedsDoctor = Evaluate, true
		f.Vaccine = a.w.schedule.products[c.prefer].Code
		a.because(f, "R-POLIO-COUNT")
		a.because(f, "R-POLIO-TYPE2")
	}
	if c.id == "hepb_lbw" || c.id == "hepb" && a.f.motherPositive {
		a.because(f, "R-HBSAG")
	}
	if c.id == "mcv" {
		a.because(f, "R-LOCAL-LABEL")
	}
}

// open fills in the next dose.
func (a *answer) open(i int, d *seriesDose) {
	w, c, t, f := a.w, &a.w.schedule.courses[i], &a.w.tracks[i], &a.list[i]
	f.Status, f.NextDose = Open, a.number(c, t)
	v := w.choose(c, t, d)
	x := w.dates(t, d, v, w.today)
	f.Vaccine = w.schedule.products[v].Code
	f.Earliest, f.Recommended, f.OverdueFrom = x.earliest, x.recommended, x.late
	if f.OverdueFrom == 0 {
		f.ReminderFrom = w.cal.age(c.variants[w.forms[i]].remind[t.at])
	}
	if x.end != 0 {
		f.Latest = x.end - 1
		if w.today >= x.end || x.earliest >= x.end {
			a.agedOut(c, f)
			return
		}
	}
	f.DelayedByInterval = x.late != 0 && x.earliest > x.late
	a.why(f, &x)
	a.collisions(i, t, f, v)
	a.conditions(f, v, t)
	a.review(t, f)
}

// number gives the number of the next dose as people count it.
func (a *answer) number(c *course, t *track) int {
	if t.series.extend || t.series.doses[t.at].recurring {
		return t.valid + 1
	}
	return t.at + c.first
}

func (a *answer) agedOut(c *course, f *SeriesForecast) {
	latest := f.Latest
	f.Status, f.NextDose, f.Vaccine, f.Due = AgedOut, 0, "", ""
	f.Earliest, f.Recommended, f.OverdueFrom, f.ReminderFrom = 0, 0, 0, 0
	f.Latest = latest
	if c.id == "bcg" {
		a.because(f, "R-BCG-TEST")
	} else {
		a.because(f, "R-CATCHUP")
	}
}

// choose gives the product to take next: the first that the dose prefers, or
// the one that holds an antigen that is still short.
func (w *work) choose(c *course, t *track, d *seriesDose) int16 {
	if c.prefer >= 0 && w.lacking(t, &c.short) > 0 && d.fits.has(c.prefer) {
		return c.prefer
	}
	return d.preferable[0].vaccine
}

// due places today for the next dose.
func (f *SeriesForecast) due(today care.Day) {
	switch {
	case f.Earliest == 0:
	case today < f.Earliest:
		f.Due = Later
	case f.OverdueFrom != 0 && today >= f.OverdueFrom:
		f.Due = Overdue
	case today < f.Recommended:
		f.Due = Later
	default:
		f.Due = Due
	}
}
