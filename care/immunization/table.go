package immunization

import "slices"

// table lays the courses out as on the paper certificate: one row a series,
// one box a dose, each box in one state.
func (a *answer) table() []Row {
	rows := make([]Row, 0, len(a.list)-7)
	cells, ends := a.w.cells[:0], a.w.ends[:0]
	for i := range a.list {
		if !a.shown(i) {
			continue
		}
		f := &a.list[i]
		cells = a.comingCells(a.givenCells(cells, i), i)
		ends = append(ends, len(cells))
		rows = append(rows, Row{Series: f.Series, Group: f.Group, Name: f.Name, Programme: f.Programme,
			Private: f.Private || a.w.schedule.courses[i].private})
	}
	a.w.cells, a.w.ends = cells, ends
	own := slices.Clone(cells) // the scratch is used again, the answer keeps its own
	from := 0
	for i, end := range ends {
		rows[i].Cells = own[from:end:end]
		from = end
	}
	return rows
}

// shown leaves out what the certificate has no line for.
func (a *answer) shown(i int) bool {
	f, c := &a.list[i], &a.w.schedule.courses[i]
	if c.past != "" {
		return false
	}
	if f.Given > 0 && len(a.shots(i)) > 0 {
		return true
	}
	switch f.Status {
	case NotEligible, ReplacedBy:
		return false
	case AgedOut:
		return f.Programme
	}
	return !f.Alternative && (f.Programme || a.w.schedule.options.SelfPaid)
}

func (a *answer) givenCells(cells []Cell, i int) []Cell {
	t, c, f := &a.w.tracks[i], &a.w.schedule.courses[i], &a.list[i]
	for s := range t.shots {
		shot := &t.shots[s]
		g := &a.w.doses[shot.dose]
		cell := Cell{Day: g.day, Dose: g.input, Vaccine: a.w.code(shot.dose), State: CellValid}
		if shot.target >= 0 {
			cell.Number = shot.target + c.first
		}
		if shot.status == Valid && (c.rows != nil || t.series.extend || f.Doses == 0) {
			cell.Number = a.w.rank(t, shot)
		}
		switch {
		case shot.status == NotValid && f.Status == NeedsReview && shot.fault != rejected:
			cell.State = CellReview
		case shot.status != Valid:
			cell.State = CellNotValid
		}
		cells = append(cells, cell)
	}
	return cells
}

// comingCells adds the boxes of doses not given yet.
func (a *answer) comingCells(cells []Cell, i int) []Cell {
	f, c, t := &a.list[i], &a.w.schedule.courses[i], &a.w.tracks[i]
	next, last := f.NextDose, f.Doses
	if f.Doses == 0 {
		last = next
	}
	if !f.HasNext() {
		for n := a.firstMissing(t, c); n <= f.Doses; n++ {
			cells = append(cells, Cell{Number: n, State: CellClosed, Dose: -1})
		}
		return cells
	}
	for n := next; n <= last; n++ {
		cell := Cell{Number: n, State: CellWaits, Dose: -1}
		if n == next {
			cell.State, cell.Day, cell.Vaccine = f.cell(), f.Recommended, f.Vaccine
		}
		cells = append(cells, cell)
	}
	return cells
}

func (a *answer) firstMissing(t *track, c *course) int {
	if c.rows != nil || t.series.extend {
		return t.valid + 1
	}
	return t.at + c.first
}

// cell gives the state of the next dose's box.
func (f *SeriesForecast) cell() CellState {
	switch f.Status {
	case Prohibited, Evaluate, Deferred:
		return CellAsk
	}
	switch f.Due {
	case Due:
		return CellDue
	case Overdue:
		return CellOverdue
	}
	return CellLater
}

// HasNext tells whether a next dose is named. NextDose 0 alone does not say
// so: the birth dose of hepb_lbw has that number.
func (f *SeriesForecast) HasNext() bool { return f.Earliest != 0 }

// today lists what can be given together on the day of the answer, the
// programme's vaccines first.
func (a *answer) today() []DueDose {
	out := a.w.due[:0]
	for _, programme := range [2]bool{true, false} {
		for i := range a.list {
			f := &a.list[i]
			if f.Programme == programme && a.giveable(i) && (f.Due == Due || f.Due == Overdue) && f.Status == Open {
				p, _ := a.w.schedule.Product(f.Vaccine)
				out = append(out, DueDose{Series: f.Series, Number: f.NextDose, Vaccine: f.Vaccine, Name: p.Name,
					Route: p.Route, Programme: f.Programme, Overdue: f.Due == Overdue})
			}
		}
	}
	a.w.due = out
	return slices.Clone(out)
}

// giveable tells whether a course is planned at all: the programme's, and the
// self-paid ones that the county lists or that were begun. A combined vaccine
// that was begun goes before what it stands for.
func (a *answer) giveable(i int) bool {
	f := &a.list[i]
	if f.Alternative || !f.Programme && !a.begun[i] && !a.w.schedule.options.SelfPaid {
		return false
	}
	return !a.covered(i)
}

// covered tells whether a begun five-in-one vaccine brings this dose.
func (a *answer) covered(i int) bool {
	penta := a.w.schedule.kinds.penta
	f := &a.list[i]
	switch f.Series {
	case "dtap", "polio", "polio_ipv", "hib":
		p := &a.list[penta]
		return a.begun[penta] && p.Status == Open && f.NextDose > 0 && f.NextDose == p.NextDose
	}
	return false
}
