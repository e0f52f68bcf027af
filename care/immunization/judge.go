package immunization

import (
	"strings"
	"unicode"

	"tongjian/care"
)

// judge evaluates one dose against one target dose in CDSi's order (6):
// inadvertent, age, preferable interval, allowable interval, live-vaccine
// conflict, product.
func (w *work) judge(t *track, d *seriesDose, i int) shot {
	g := &w.doses[i]
	s := shot{dose: i, target: t.at, with: -1, status: NotValid}
	switch g.review {
	case ReviewDoesNotCount:
		s.fault = rejected
		return s
	case ReviewCounts:
		if d.fits.has(g.vaccine) {
			s.status = Valid
			return s
		}
	}
	if d.inadvertent.has(g.vaccine) {
		s.fault = inadvertent
		return s
	}
	if s.fault, s.note = w.judgeAge(t, d, g); s.fault == tooOld {
		s.status = Extraneous
		return s
	}
	// The first step that fails names the reason; where an allowable interval was
	// tried too, CDC's cases name the last (HepA 2013-0192, varicella 2013-0823).
	last := len(d.allowed) > 0
	if f, note := w.judgeIntervals(t, d, i); f != sound && (last || s.fault == sound) {
		s.fault, s.note = f, note
	}
	if s.fault != sound && !last {
		return w.excuse(s)
	}
	if f, with := w.clash(t, i); f != sound {
		s.fault, s.with, s.note = f, with, 0
	}
	if s.fault != sound {
		return s
	}
	if s.fault = w.judgeProduct(d, g); s.fault == sound {
		s.status = Valid
	}
	return s
}

// excuse turns a dose given outside the routine on purpose from wrong to not
// counted: an outbreak dose of a measles vaccine before its age, a polio
// campaign's dose beyond the series.
func (w *work) excuse(s shot) shot {
	if p := w.doses[s.dose].purpose; p == Outbreak || p == Campaign {
		s.status, s.fault = Extraneous, outbreakDose
	}
	return s
}

// ageRow finds the row of ages that is in force for a product on a day.
func (w *work) ageRow(t *track, d *seriesDose, vaccine int16, on care.Day) *age {
	for i := range d.ages {
		a := &d.ages[i]
		if a.edition.holds(on) && (a.only.empty() || vaccine >= 0 && a.only.has(vaccine)) &&
			(a.prior.empty() || w.allOf(t, &a.prior)) && w.holds(t, a.when, on) {
			return a
		}
	}
	return nil
}

// allOf tells whether every valid dose so far, and at least one, is one of the products.
func (w *work) allOf(t *track, of *vaccines) bool {
	for _, s := range t.shots {
		if s.status == Valid && !of.has(w.doses[s.dose].vaccine) {
			return false
		}
	}
	return t.valid > 0
}

func (w *work) judgeAge(t *track, d *seriesDose, g *given) (fault, int) {
	a := w.ageRow(t, d, g.vaccine, g.day)
	if a == nil {
		return sound, 0
	}
	if g.day < w.cal.age(a.absMin) {
		return tooYoung, a.note
	}
	if a.max.ok && g.day >= w.cal.age(a.max) {
		return tooOld, a.note
	}
	return sound, 0
}

// judgeIntervals tells whether all preferable intervals are kept, or else an
// allowable one (CDSi 6.5 and 6.6).
func (w *work) judgeIntervals(t *track, d *seriesDose, i int) (fault, int) {
	g := &w.doses[i]
	f, note := sound, 0
	for k := range d.intervals {
		v := &d.intervals[k]
		if !v.applies(g.vaccine, g.day) || !w.holds(t, v.when, g.day) {
			continue
		}
		if from := w.reference(t, v, i); from != 0 && g.day < w.cal.after(from, v.absMin) {
			f, note = tooSoon, v.note
			break
		}
	}
	if f == sound {
		return sound, 0
	}
	for k := range d.allowed {
		v := &d.allowed[k]
		if !v.applies(g.vaccine, g.day) {
			continue
		}
		if from := w.reference(t, v, i); from != 0 && g.day >= w.cal.after(from, v.absMin) {
			return sound, 0
		}
	}
	return f, note
}

func (v *interval) applies(vaccine int16, on care.Day) bool {
	return v.edition.holds(on) && (v.only.empty() || vaccine >= 0 && v.only.has(vaccine))
}

// reference gives the day that an interval is measured from (CDSi CALCDTINT-1,
// -2, -8, -9), looking at doses before place upto; 0 where there is none.
func (w *work) reference(t *track, v *interval, upto int) care.Day {
	switch {
	case v.previous:
		for k := len(t.shots) - 1; k >= 0; k-- {
			s := &t.shots[k]
			if (s.status == Valid || s.status == NotValid) && s.fault != inadvertent {
				return w.doses[s.dose].day
			}
		}
	case v.target > 0:
		if at := t.satisfied[v.target-1]; at >= 0 {
			return w.doses[t.shots[at].dose].day
		}
	case !v.recent.empty():
		return w.mostRecent(t, v, upto)
	case v.observation != "":
		return w.observedOn(v.observation)
	}
	return 0
}

func (w *work) mostRecent(t *track, v *interval, upto int) care.Day {
	limit := w.cal.age(v.recentUntil)
	for i := upto - 1; i >= 0; i-- {
		g := &w.doses[i]
		if g.vaccine >= 0 && v.recent.has(g.vaccine) && (limit == 0 || g.day < limit) {
			return g.day
		}
	}
	return 0
}

// observedOn gives the latest day of an observation.
func (w *work) observedOn(code string) (day care.Day) {
	for _, c := range w.child.Conditions {
		if c.Code == code {
			day = max(day, c.Day)
		}
	}
	return day
}

// clash finds an earlier dose that stands too near (CDSi 6.7).
func (w *work) clash(t *track, i int) (fault, int) {
	g := &w.doses[i]
	for k := range w.schedule.conflicts {
		c := &w.schedule.conflicts[k]
		if !c.current.has(g.vaccine) {
			continue
		}
		for j := i - 1; j >= 0; j-- {
			p := &w.doses[j]
			if p.vaccine < 0 || !c.previous.has(p.vaccine) {
				continue
			}
			end := c.minEnd
			if t.countsNot(j) {
				end = c.end
			}
			if g.day >= w.cal.after(p.day, c.begin) && g.day < w.cal.after(p.day, end) {
				return c.fault, j
			}
		}
	}
	return sound, -1
}

// judgeProduct tells whether a series dose takes the product (CDSi 6.8 and 6.9).
func (w *work) judgeProduct(d *seriesDose, g *given) fault {
	if !d.fits.has(g.vaccine) {
		return wrongProduct
	}
	f := wrongProduct
	for _, list := range [2][]option{d.preferable, d.allowable} {
		for k := range list {
			o := &list[k]
			if o.vaccine != g.vaccine || !o.edition.holds(g.day) || !o.sameMake(g) {
				continue
			}
			if w.within(g.day, o.begin, o.end) {
				return sound
			}
			f = wrongAgeForProduct
		}
	}
	return f
}

func (o *option) sameMake(g *given) bool {
	return (o.trade == "" || letters(o.trade) == letters(g.trade)) && (o.mvx == "" || strings.EqualFold(o.mvx, g.mvx))
}

// letters makes trade names comparable: RECOMBIVAX-ADULT and Recombivax Adult are one.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
