package immunization

// families lets one course of each family go on: the one that was begun, or
// the county's. The live form being forbidden opens the other.
func (a *answer) families() {
	for i := range a.list {
		c := &a.w.schedule.courses[i]
		if c.family == "" {
			continue
		}
		a.best[i] = a.chosen(c.family)
	}
	for i := range a.list {
		if best := a.best[i]; best != i {
			a.giveWay(i, best)
		} else if a.w.schedule.courses[i].family == "je" && a.mixed("je") {
			a.mixedJE(i)
		}
	}
}

// chosen gives the course of a family that is followed.
func (a *answer) chosen(family string) int {
	first, option := -1, -1
	for i := range a.list {
		c := &a.w.schedule.courses[i]
		if c.family != family {
			continue
		}
		if a.list[i].Status == Complete {
			return i
		}
		if a.begun[i] && (first < 0 || a.firstDay(i) < a.firstDay(first)) {
			first = i
		}
		if option < 0 || c.id == a.w.schedule.options.JE || c.id == a.w.schedule.options.HepA {
			option = i
		}
	}
	if first >= 0 {
		return first
	}
	if a.blocked(option) {
		for i := range a.list {
			if a.w.schedule.courses[i].family == family && !a.blocked(i) {
				return i
			}
		}
	}
	return option
}

func (a *answer) firstDay(i int) int {
	return int(a.w.doses[a.w.tracks[i].shots[0].dose].day)
}

// blocked tells whether a course that nobody began cannot be begun.
func (a *answer) blocked(i int) bool {
	switch a.list[i].Status {
	case AgedOut, Prohibited, Evaluate, Deferred, NotEligible:
		return true
	}
	return false
}

// giveWay closes a course for another of its family. A ban stays in sight.
func (a *answer) giveWay(i, best int) {
	f := &a.list[i]
	switch f.Status {
	case Complete, AgedOut:
		return
	case Prohibited:
		f.By = a.list[best].Series
		return
	}
	f.By = a.list[best].Series
	if a.begun[i] && a.list[best].Status != Complete {
		f.NeedsDoctor = true
	}
	f.Status, f.NextDose, f.Vaccine, f.Requires = ReplacedBy, 0, "", ""
	f.Earliest, f.Recommended, f.OverdueFrom, f.ReminderFrom, f.Latest = 0, 0, 0, 0, 0
	f.DelayedByInterval, f.Reasons = false, nil
	a.because(f, "R-FAMILY")
}

func (a *answer) mixed(family string) bool {
	n := 0
	for i := range a.list {
		if a.w.schedule.courses[i].family == family && a.begun[i] {
			n++
		}
	}
	return n > 1
}

// mixedJE asks a doctor where both JE vaccines were given, or where the one
// that was begun is now forbidden: no rule for going over was found.
func (a *answer) mixedJE(i int) {
	f := &a.list[i]
	if f.Status == Complete || f.Status == AgedOut {
		return
	}
	if f.Status == Open {
		f.Status = Evaluate
	}
	a.doctor(f, "R-FAMILY", "R-JE-SWITCH")
}

// finish adds what depends on the other courses: alternatives, illness, and
// where today lies.
func (a *answer) finish(i int) {
	f, c := &a.list[i], &a.w.schedule.courses[i]
	if c.alternative != "" && !a.begun[i] {
		f.Alternative = true
	}
	if a.best[i] == i && f.Status == Prohibited && a.begun[i] && c.family == "je" {
		a.doctor(f, "R-FAMILY", "R-JE-SWITCH")
	}
	f.due(a.w.today)
	if a.f.ill && f.Status == Open && (f.Due == Due || f.Due == Overdue) {
		f.Status = Deferred
		a.because(f, "R-ILL")
	}
}
