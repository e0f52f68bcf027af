package immunization

import (
	"slices"

	"tongjian/care"
)

// CDSi's words for the status of a patient series and a vaccine group.
const (
	statusNotComplete     = "Not Complete"
	statusComplete        = "Complete"
	statusImmune          = "Immune"
	statusContraindicated = "Contraindicated"
	statusAgedOut         = "Aged Out"
	statusNotRecommended  = "Not Recommended"
)

// path is one child's way through one series with its forecast (CDSi: patient
// series).
type path struct {
	*track
	status   string
	reason   string
	number   int
	next     int // target dose that comes next, skipped ones passed over
	x        dates
	pastDue  care.Day // adjusted, 0 for none
	override bool     // its next dose's intervals are all of priority override
	score    int
}

// cdsi answers by CDC's schedule: every antigen's best series, gathered into
// vaccine groups.
func (w *work) cdsi(r *Result, doses []Dose) {
	c := w.schedule.cdsi
	w.done = map[string]bool{}
	best := map[string][]*path{}
	for _, a := range c.antigens {
		best[a.name] = w.antigen(a)
	}
	r.Doses = w.unjudged(doses)
	for i := range c.groups {
		w.group(r, &c.groups[i], best)
	}
	w.sumCDSi(r)
}

// antigen judges and forecasts the relevant series of an antigen and gives the
// best ones.
func (w *work) antigen(a *antigen) []*path {
	immune := w.immune(a)
	against := w.against(a)
	var all []*path
	for _, s := range a.series {
		if !w.isRelevant(s) {
			continue
		}
		t := &track{}
		t.reset(s)
		w.walk(t)
		all = append(all, &path{track: t})
	}
	var prioritized []*path
	for pass := range 2 { // a series may be skipped because another group is complete
		prioritized = prioritized[:0]
		for _, p := range all {
			w.forecast(a, p, immune, against)
		}
		for _, set := range a.seriesSets {
			if p := w.prioritize(all, set); p != nil {
				prioritized = append(prioritized, p)
				if p.status == statusComplete {
					w.done[a.name+"\x00"+set] = true
				}
			}
		}
		if pass == 0 && !slices.ContainsFunc(a.seriesSets, func(set string) bool { return w.done[a.name+"\x00"+set] }) {
			break
		}
	}
	return w.count(bestOf(prioritized))
}

// isRelevant tells whether a series is meant for the child (CDSi 5).
func (w *work) isRelevant(s *series) bool {
	if len(s.sexes) > 0 && !slices.Contains(s.sexes, w.child.Sex) {
		return false
	}
	if s.kind != risk {
		return true
	}
	for _, i := range s.indications {
		if w.has(i.code) && w.within(w.today, i.begin, i.end) {
			return true
		}
	}
	return false
}

// has tells whether the child has an observation.
func (w *work) has(code string) bool {
	return slices.ContainsFunc(w.child.Conditions, func(c Condition) bool { return c.Code == code && c.Day <= w.today })
}

// immune tells whether the child is immune without vaccination (CDSi 7.2).
func (w *work) immune(a *antigen) bool {
	if slices.ContainsFunc(a.histories, w.has) {
		return true
	}
	for _, b := range a.births {
		if b.before != 0 && w.child.Birth < b.before && !slices.ContainsFunc(b.exclusions, w.has) {
			return true
		}
	}
	return false
}

// against tells whether the antigen's vaccines are contraindicated as a whole (CDSi 7.3).
func (w *work) against(a *antigen) bool {
	return slices.ContainsFunc(a.against, func(c contraindication) bool {
		return w.has(c.code) && w.within(w.today, c.begin, c.end)
	})
}

// allBarred tells whether every preferable vaccine of a series is contraindicated.
func (w *work) allBarred(a *antigen, s *series) bool {
	if len(a.vaccines) == 0 {
		return false
	}
	some := false
	for i := range s.doses {
		for _, o := range s.doses[i].preferable {
			some = true
			if !w.barred(a, o.vaccine) {
				return false
			}
		}
	}
	return some
}

func (w *work) barred(a *antigen, v int16) bool {
	for _, c := range a.vaccines {
		if !w.has(c.code) {
			continue
		}
		for _, o := range c.vaccines {
			if o.vaccine == v && w.within(w.today, o.begin, o.end) {
				return true
			}
		}
	}
	return false
}

// forecast works out status and days of one series (CDSi 7).
func (w *work) forecast(a *antigen, p *path, immune, against bool) {
	*p = path{track: p.track}
	at := p.at
	defer func() { p.next, p.at = p.at, at }() // the walk stays as it was for a second look
	on := w.today
	for {
		d := w.unskipped(p.track, on)
		switch {
		case d == nil && p.valid > 0:
			p.status, p.reason = statusComplete, "Patient series is complete"
		case immune:
			p.status, p.reason = statusImmune, "Patient has evidence of immunity"
		case d == nil:
			p.status, p.reason = statusNotRecommended, "Not recommended at this time due to past immunization history"
		case against || w.allBarred(a, p.series):
			p.status, p.reason = statusContraindicated, "Patient has a contraindication"
		case d.season.until != 0 && w.today > d.season.until:
			p.status, p.reason = statusNotRecommended, "Past seasonal recommendation end date"
		default:
			w.days(p, d)
			if p.status == statusNotComplete && w.skips(p.track, d, onForecast, max(w.today, p.x.earliest)) {
				on = max(w.today, p.x.earliest)
				continue
			}
		}
		if p.status != statusNotComplete {
			p.x, p.pastDue = dates{}, 0
		}
		return
	}
}

// count numbers the next dose of each open series: one more than the doses
// that are valid in any of the antigen's best series, or with a season, that
// were given in it.
func (w *work) count(best []*path) []*path {
	seen := map[int]bool{}
	for _, p := range best {
		for _, s := range p.shots {
			if s.status == Valid {
				seen[s.dose] = true
			}
		}
	}
	for _, p := range best {
		if p.status != statusNotComplete {
			continue
		}
		p.number = 1
		from := p.series.doses[p.next].season.from
		for dose := range seen {
			if w.doses[dose].day >= from {
				p.number++
			}
		}
	}
	return best
}

// unskipped gives the first target dose from the current one on that is not
// skipped, nil when none is left.
func (w *work) unskipped(t *track, on care.Day) *seriesDose {
	for t.at < len(t.series.doses) {
		d := &t.series.doses[t.at]
		if !w.skips(t, d, onForecast, on) {
			return d
		}
		t.at++
	}
	return nil
}

// days fills in the forecast's days (CDSi 7.4 and 7.5).
func (w *work) days(p *path, d *seriesDose) {
	p.x = w.dates(p.track, d, -1, w.today)
	p.x.earliest = max(p.x.earliest, w.lastShot(p.track))
	p.x.recommended = max(p.x.recommended, p.x.earliest)
	p.status = statusNotComplete
	if p.x.end != 0 && (w.today >= p.x.end || p.x.earliest >= p.x.end) {
		p.status, p.reason = statusAgedOut, "Patient has exceeded the maximum age"
		return
	}
	p.pastDue = 0
	if p.x.late != 0 {
		p.pastDue = max(p.x.late-1, p.x.earliest)
	}
	p.override = len(d.intervals) > 0
	for i := range d.intervals {
		p.override = p.override && d.intervals[i].override
	}
}

// lastShot gives the day of the last dose judged against a target dose.
func (w *work) lastShot(t *track) care.Day {
	for i := len(t.shots) - 1; i >= 0; i-- {
		if s := &t.shots[i]; s.target >= 0 {
			return w.doses[s.dose].day
		}
	}
	return 0
}
