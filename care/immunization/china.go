package immunization

import "tongjian/care"

// China gives the national immunization programme of 2026 with a county's
// settings. Making it takes a few milliseconds: keep it.
func China(o Options) *Schedule { return newChina(o) }

// Forecast judges the doses of a child and says what comes next on a day.
// Doses after today are not looked at. Without a day of birth nothing can be
// judged and the doses say so.
func Forecast(s *Schedule, c Child, doses []Dose, today care.Day) Result {
	w := s.start(&c, doses, today)
	defer s.finish(w)
	r := Result{Schedule: s.name, Today: today}
	if c.Birth == 0 || c.Birth > today {
		r.Doses = w.unjudged(doses)
		return r
	}
	if s.cdsi != nil {
		w.cdsi(&r, doses)
		return r
	}
	w.china(&r, doses)
	return r
}

// answer is what the steps of China's rules pass on.
type answer struct {
	w     *work
	f     facts
	begun []bool // for each course, whether a dose of it was given
	best  []int  // for each course, the course of its family that is followed, itself where none
	list  []SeriesForecast
	store []Reason // one block for the reasons of the whole answer
}

func (w *work) china(r *Result, doses []Dose) {
	a := w.look()
	r.Series = a.list
	r.Unknown = a.f.unknown
	r.Doses = a.judged(doses)
	r.Table = a.table()
	r.DueToday = a.today()
	r.ChangesOn = a.changesOn()
	for i := range doses {
		if d := &doses[i]; d.Vaccine != "" && w.schedule.resolve(d) < 0 {
			r.Unknown = append(r.Unknown, d.Vaccine)
		}
	}
}

// changesOn gives the next day on which the answer may change by itself.
func (a *answer) changesOn() (next care.Day) {
	w := a.w
	sooner := func(day care.Day) {
		if day > w.today && (next == 0 || day < next) {
			next = day
		}
	}
	for i := range a.list {
		f := &a.list[i]
		sooner(f.Earliest)
		sooner(f.Recommended)
		sooner(f.OverdueFrom)
		sooner(f.ReminderFrom)
		if f.Latest != 0 {
			sooner(f.Latest + 1)
		}
	}
	for _, g := range openings {
		sooner(w.cal.age(g))
	}
	return next
}

// look judges the history and forecasts every course.
func (w *work) look() *answer {
	a := &answer{w: w, f: w.facts(), list: make([]SeriesForecast, len(w.schedule.courses)),
		begun: w.begun[:0], best: w.best[:0], store: make([]Reason, 0, 24)}
	a.walkCourses()
	for i := range w.schedule.courses {
		a.begun = append(a.begun, len(w.tracks[i].shots) > 0)
		a.best = append(a.best, i)
	}
	w.begun, w.best = a.begun, a.best
	for i := range a.list {
		a.settle(i)
	}
	a.families()
	for i := range a.list {
		a.finish(i)
	}
	return a
}

// walkCourses judges the history against the form of each course that holds
// for the child, and not against courses that are not its own.
func (a *answer) walkCourses() {
	w, courses := a.w, a.w.schedule.courses
	for len(w.tracks) < len(courses) {
		w.tracks = append(w.tracks, track{})
	}
	w.forms = w.forms[:0]
	var given vaccines
	for i := range w.doses {
		if v := w.doses[i].vaccine; v >= 0 {
			given.add(v)
		}
	}
	for i := range courses {
		k := w.form(&courses[i])
		w.forms = append(w.forms, k)
		t := &w.tracks[i]
		t.reset(courses[i].variants[k].series)
		if courses[i].rows == nil && given.meets(&t.series.relevant) && a.own(&courses[i]) {
			w.walk(t)
		}
	}
	for i := range courses {
		if courses[i].rows != nil {
			w.walkRows(&courses[i], &w.tracks[i])
		}
	}
}

// own tells whether a course's judgement of doses means anything for the
// child: not an edition of the past, nor a form for other children.
func (a *answer) own(c *course) bool {
	ok, _, _ := a.who(c)
	return c.past == "" && (ok || !c.private)
}

// form chooses a course's variant by the day of birth and the age at its first dose.
func (w *work) form(c *course) int {
	if len(c.variants) == 1 {
		return 0
	}
	start := w.today
	for i := range w.doses {
		if w.concerns(c.variants[0].series, &w.doses[i]) {
			start = w.doses[i].day
			break
		}
	}
	for i := range c.variants {
		v := &c.variants[i]
		if w.child.Birth >= v.bornFrom && (!v.startBefore.ok || start < w.cal.age(v.startBefore)) {
			return i
		}
	}
	return len(c.variants) - 1
}

// Rules lists every rule that answers of a schedule can name, for the page of
// sources: the general ones and each age and interval with its own mark.
func (s *Schedule) Rules() []Reason {
	var out []Reason
	for _, r := range readChina().order {
		if rule, ok := s.rules[r]; ok {
			out = append(out, rule)
		}
	}
	for _, n := range s.notes[min(1, len(s.notes)):] {
		out = append(out, n.wait)
	}
	for i := range s.courses {
		for _, r := range s.courses[i].rows {
			out = append(out, r.reason)
		}
	}
	return out
}

// course finds a course by its name.
func (s *Schedule) course(id string) int {
	for i := range s.courses {
		if s.courses[i].id == id {
			return i
		}
	}
	return -1
}

// who tells whether a course is for this child, and the rule that says so.
func (a *answer) who(c *course) (ok, known bool, rule string) {
	switch c.who {
	case "low_weight_hbsag":
		return a.f.lowWeightHBsAg(), true, "R-LBW"
	case "weak_immunity":
		rule := "R-IMMUNE"
		if !a.f.weak {
			rule = "R-HIV"
		}
		return a.f.weakImmunity(), true, rule
	case "hpv_girl":
		w := a.w
		born := w.child.Birth >= hpvFrom
		return born && w.child.Sex != care.Male, !born || w.child.Sex != "", "R-HPV-COHORT"
	}
	return true, true, ""
}

// hpvFrom is the first day of birth of the girls whom the programme offers HPV
// vaccine (notice of 2025-10-30).
var hpvFrom = care.MustDay("2011-11-10")
