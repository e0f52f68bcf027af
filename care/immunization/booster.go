package immunization

import "tongjian/care"

// walkRows counts the doses for the diphtheria-tetanus table: the valid DTaP
// doses and the DT doses in order of days. It is looked at from its age on.
func (w *work) walkRows(c *course, t *track) {
	dtap := &w.tracks[w.schedule.kinds.dtap]
	if w.today < w.cal.age(c.from) {
		return
	}
	var last care.Day
	total := 0
	for i := range w.doses {
		switch {
		case dtap.countsValid(i):
			total++
			last = w.doses[i].day
			if t.series.relevant.has(w.doses[i].vaccine) {
				t.valid++
				t.shots = append(t.shots, shot{dose: i, with: -1, status: Valid})
			}
		case w.doses[i].vaccine >= 0 && t.series.relevant.has(w.doses[i].vaccine):
			s := w.judgeRow(c, t, i, total, last)
			t.shots = append(t.shots, s)
			if s.status == Valid {
				t.valid++
				total++
				last = w.doses[i].day
			}
		}
	}
	w.total, w.lastBooster = total, last
}

func (w *work) judgeRow(c *course, t *track, i, total int, last care.Day) shot {
	s := shot{dose: i, target: 0, with: -1, status: NotValid}
	g := &w.doses[i]
	row := c.rowFor(t.valid, total)
	switch {
	case g.review == ReviewDoesNotCount:
		s.fault = rejected
	case g.review == ReviewCounts:
		s.status = Valid
	case g.day >= w.cal.age(c.max):
		s.status, s.fault = Extraneous, tooOld
	case row.give == 0:
		s.status, s.fault = Extraneous, seriesOver
	case last != 0 && g.day >= w.cal.age(c.from) && g.day < w.cal.after(last, row.gap),
		last != 0 && g.day < last+28:
		s.fault = tooSoon
	default:
		s.status = Valid
	}
	return s
}

// rowFor gives the first line of the table that fits.
func (c *course) rowFor(booster, total int) *boosterRow {
	for i := range c.rows {
		if r := &c.rows[i]; r.booster.fits(booster) && r.total.fits(total) {
			return r
		}
	}
	return &c.rows[0]
}

func (a *answer) settleRows(c *course, t *track, f *SeriesForecast) {
	w := a.w
	if w.today < w.cal.age(c.from) {
		f.Status, f.Doses = NotEligible, 0
		return
	}
	row := c.rowFor(t.valid, w.total)
	f.Doses = t.valid + row.give
	a.reason(f, row.reason)
	if row.give == 0 {
		f.Status = Complete
		return
	}
	from, end := w.cal.age(c.from), w.cal.age(c.max)
	f.Earliest = max(from, w.cal.after(w.lastBooster, row.gap))
	for _, s := range t.shots {
		if s.status == NotValid {
			f.Earliest = max(f.Earliest, w.doses[s.dose].day+28)
		}
	}
	f.Recommended, f.Latest = f.Earliest, end-1
	v := t.series.doses[0].preferable[0].vaccine
	f.Status, f.NextDose, f.Vaccine = Open, t.valid+1, w.schedule.products[v].Code
	if w.today >= end || f.Earliest >= end {
		a.agedOut(c, f)
		return
	}
	a.conditions(f, v, t)
	a.review(t, f)
}

// settleSeason forecasts the influenza vaccine: two doses in the first season
// of a child below nine years, then one a season.
func (a *answer) settleSeason(i int) {
	w, t, f := a.w, &a.w.tracks[i], &a.list[i]
	f.Doses = 0
	if t.at < len(t.series.doses)-1 && t.valid > 0 {
		last := w.lastSatisfied(t)
		if w.today >= nextSeason(last) || last >= w.cal.age(nine) {
			t.at = len(t.series.doses) - 1
		}
	}
	d := w.nextDose(t)
	a.open(i, d)
	if d.recurring && f.Earliest != 0 {
		f.Earliest = max(f.Earliest, nextSeason(w.lastSatisfied(t)))
		f.Recommended = max(f.Recommended, f.Earliest)
	}
}

var nine = span("9y")

// nextSeason gives the first of September after a day: the season's vaccine comes in autumn.
func nextSeason(day care.Day) care.Day {
	y, m, _ := day.Date()
	if m >= 9 {
		y++
	}
	return care.DayOf(y, 9, 1)
}
