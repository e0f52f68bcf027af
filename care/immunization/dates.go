package immunization

import "tongjian/care"

// dates is when the next dose may, should and must be given (CDSi 7.5).
type dates struct {
	earliest    care.Day
	recommended care.Day
	late        care.Day // first day that counts as late by the rule, before any adjustment
	end         care.Day // day on which the age limit is reached; 0 for none

	minAge   care.Day // the part of earliest that age makes
	minGap   care.Day // ... intervals
	clashEnd care.Day // ... conflicts
	ageNote  int
	gapNote  int
	clash    fault
	with     int // dose that makes the conflict
}

// dates works out the next dose's days. A product narrows the rows and
// conflicts to itself; -1 takes those for every preferable product. Rows in
// force on a day are looked up by on.
func (w *work) dates(t *track, d *seriesDose, vaccine int16, on care.Day) dates {
	x := dates{with: -1}
	x.minAge = w.child.Birth
	if a := w.ageRow(t, d, vaccine, on); a != nil {
		x.minAge = max(x.minAge, w.cal.age(a.min))
		x.recommended = w.cal.age(a.rec)
		x.late = w.cal.age(a.late)
		x.end = w.cal.age(a.max)
		x.ageNote = a.note
	}
	rec, late := w.gaps(t, d, vaccine, on, &x)
	w.clashes(d, vaccine, &x)
	x.earliest = max(x.minAge, x.minGap, x.clashEnd, d.season.from, w.lastInadvertent(t))
	if x.recommended == 0 {
		x.recommended = rec
	}
	x.recommended = max(x.recommended, x.earliest)
	if x.late == 0 {
		x.late = late
	}
	return x
}

// gaps adds what intervals ask for; it gives the latest recommended and the
// latest late day that they name.
func (w *work) gaps(t *track, d *seriesDose, vaccine int16, on care.Day, x *dates) (rec, late care.Day) {
	for k := range d.intervals {
		v := &d.intervals[k]
		if !v.applies(vaccine, on) || !w.holds(t, v.when, on) {
			continue
		}
		from := w.reference(t, v, len(w.doses))
		if from == 0 {
			continue
		}
		if until := w.cal.after(from, v.min); until > x.minGap {
			x.minGap, x.gapNote = until, v.note
		}
		rec = max(rec, w.cal.after(from, v.rec))
		late = max(late, w.cal.after(from, v.late))
		if v.override {
			x.minGap, x.gapNote = w.cal.after(from, v.min), v.note
			return w.cal.after(from, v.rec), w.cal.after(from, v.late)
		}
	}
	return rec, late
}

// clashes adds the days on which earlier doses stop standing in the way.
func (w *work) clashes(d *seriesDose, vaccine int16, x *dates) {
	for k := range w.schedule.conflicts {
		c := &w.schedule.conflicts[k]
		if vaccine >= 0 && !c.current.has(vaccine) || vaccine < 0 && !c.current.meets(&d.prefer) {
			continue
		}
		for i := range w.doses {
			if p := &w.doses[i]; p.vaccine >= 0 && c.previous.has(p.vaccine) {
				if until := w.cal.after(p.day, c.end); until > x.clashEnd {
					x.clashEnd, x.clash, x.with = until, c.fault, i
				}
			}
		}
	}
}

func (w *work) lastInadvertent(t *track) (day care.Day) {
	for _, s := range t.shots {
		if s.fault == inadvertent {
			day = w.doses[s.dose].day
		}
	}
	return day
}
