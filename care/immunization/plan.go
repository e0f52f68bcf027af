package immunization

import (
	"slices"

	"tongjian/care"
)

// furthest is how many visits a plan looks ahead at most; the programme to 18
// years needs fewer than twenty.
const furthest = 40

// Plan lists every dose that is still to come, in order of days, as it falls
// if each is given on its day: doses that fall on one day are joined, injected
// live vaccines keep their distance, and what is overdue comes today. A series
// that waits for a test or that a doctor must open is not planned; one whose
// last dose is under review is planned with its repeat and says so.
func Plan(s *Schedule, c Child, doses []Dose, today care.Day) []PlannedDose {
	return PlanOn(s, c, doses, today, nil)
}

// PlanOn is Plan for a clinic that vaccinates on some days only: sessions
// gives the first of them on or after a day, nil stands for every day. Each
// dose is put on its session before the next is worked out, so that no
// interval is cut short by it.
func PlanOn(s *Schedule, c Child, doses []Dose, today care.Day, sessions func(care.Day) care.Day) []PlannedDose {
	if s.cdsi != nil || c.Birth == 0 || c.Birth > today {
		return nil
	}
	p := planner{s: s, child: c, start: today, given: slices.Clone(doses), sessions: sessions}
	p.given = slices.DeleteFunc(p.given, func(d Dose) bool { return d.Day > today })
	from := today
	if i := slices.IndexFunc(c.Conditions, func(x Condition) bool { return x.Code == fever }); i >= 0 {
		p.child.Conditions = slices.Delete(slices.Clone(c.Conditions), i, i+1)
		from++ // not while the child is ill
	}
	for day, visit := from, 0; visit < furthest && day != 0; visit++ {
		day = p.visit(day)
	}
	return p.out
}

// fever is the condition that puts vaccination off for today.
const fever = "acute_illness_fever"

type planner struct {
	s        *Schedule
	child    Child
	start    care.Day
	given    []Dose
	out      []PlannedDose
	sessions func(care.Day) care.Day
	yearly   map[string]bool // series that go on every year: one dose is planned
}

// visit finds the first day from a day on which something can be given, gives
// it all, and returns the day to look at next; 0 when nothing is left. It
// never steps over an age at which another series opens.
func (p *planner) visit(from care.Day) care.Day {
	_, day := p.nextDay(from)
	if c := p.opening(from); c != 0 && (day == 0 || c < day) {
		return c
	}
	if day == 0 {
		return 0
	}
	if p.sessions != nil {
		day = max(day, p.sessions(day))
	}
	open, _ := p.nextDay(day) // rows that look at the day, as at 24 months
	first := len(p.out)
	for i := range open {
		if f := &open[i]; max(f.Recommended, day) == day {
			p.give(f, day)
		}
	}
	if first == len(p.out) { // the day closed what it promised: look further
		return day + 1
	}
	p.join(first)
	return day
}

// openings are ages at which a series opens or changes by age alone: BCG's
// skin test, influenza, meningococcal A+C, polio's fourth dose, DT, HPV.
var openings = []gap{span("3m"), span("6m"), span("7m"), span("12m"), span("24m"), span("4y"), span("6y"), span("7y"), span("12y"),
	span("13y"), span("15y"), span("18y")}

// opening gives the next such age after a day, 0 for none.
func (p *planner) opening(after care.Day) care.Day {
	for _, g := range openings {
		if day := p.child.Birth.Add(g.Span, p.s.months); day > after {
			return day
		}
	}
	return 0
}

// nextDay gives the courses that can be planned on a day, and the first day
// on which one of them is due.
func (p *planner) nextDay(from care.Day) (open []SeriesForecast, first care.Day) {
	w := p.s.start(&p.child, p.given, from)
	defer p.s.finish(w)
	a := w.look()
	for i := range a.list {
		f := &a.list[i]
		if !a.giveable(i) || !f.HasNext() || p.yearly[f.Series] || f.Status != Open && f.Status != NeedsReview {
			continue
		}
		if f.Latest != 0 && max(f.Recommended, from) > f.Latest {
			continue
		}
		open = append(open, *f)
		if day := max(f.Recommended, from); first == 0 || day < first {
			first = day
		}
	}
	return open, first
}

func (p *planner) give(f *SeriesForecast, day care.Day) {
	product, _ := p.s.Product(f.Vaccine)
	p.given = append(p.given, Dose{Day: day, Vaccine: f.Vaccine})
	p.out = append(p.out, PlannedDose{Series: f.Series, Group: f.Group, Number: f.NextDose, Vaccine: f.Vaccine,
		Name: product.Name, Programme: f.Programme, Day: day, Recommended: f.Recommended, OverdueFrom: f.OverdueFrom,
		Overdue: f.OverdueFrom != 0 && p.start >= f.OverdueFrom, NeedsDoctor: f.NeedsDoctor, Private: f.Private})
	if f.Doses == 0 {
		if p.yearly == nil {
			p.yearly = map[string]bool{}
		}
		p.yearly[f.Series] = true
	}
}

// join names on each dose of a visit the others of that day.
func (p *planner) join(first int) {
	visit := p.out[first:]
	if len(visit) < 2 {
		return
	}
	for i := range visit {
		for k := range visit {
			if k != i {
				visit[i].With = append(visit[i].With, visit[k].Vaccine)
			}
		}
	}
}
