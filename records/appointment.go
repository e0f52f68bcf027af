package records

import (
	"context"
	"errors"
	"slices"

	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/care/immunization"
	"tongjian/care/wellchild"
)

// Appointment is one day on which a child should come: doses and visits that
// can be done together, and where.
type Appointment struct {
	Day   care.Day `json:"day" doc:"When to come: a session day of the clinic, not before today"`
	State string   `json:"state" enum:"overdue,due,later"`
	Place Place    `json:"place"`
	Items []ToDo   `json:"items"`
	Since care.Day `json:"since,omitzero" doc:"Since when the earliest of them is overdue"`
}

// ToDo is one dose or visit of an appointment. It never tells a private
// condition: a dose that one asks for goes by the neutral name of its vaccine.
type ToDo struct {
	Kind     string       `json:"kind" enum:"dose,visit"`
	ID       string       `json:"id" doc:"Series or visit"`
	Number   int          `json:"number,omitempty"`
	Name     growth.Words `json:"name"`
	About    growth.Words `json:"about" doc:"What a dose protects against, what a visit looks at"`
	State    string       `json:"state" enum:"overdue,due,later"`
	Day      care.Day     `json:"day" doc:"When it can be done if every dose before it is given on its day; not before today"`
	From     care.Day     `json:"from" doc:"Since when, or from when, it should be done"`
	Overdue  care.Day     `json:"overdueFrom,omitzero"`
	SelfPaid bool         `json:"selfPaid,omitempty"`
	Doctor   bool         `json:"needsDoctor,omitempty" doc:"The rules leave it to a doctor"`
}

// Place is where an appointment is kept.
type Place struct {
	Area    string `json:"area,omitempty"`
	Name    string `json:"name,omitempty"`
	NameEn  string `json:"nameEn,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Address string `json:"address,omitempty"`
}

// appointments puts what is to come on session days of the clinics that do it.
// Where one clinic does both, doses and check-ups are joined.
func (b *Book) appointments(ctx context.Context, c *Chart) ([]Appointment, error) {
	doses, vaccinates, err := b.placeFor(ctx, c.Child.Area, "dose")
	if err != nil {
		return nil, err
	}
	visits, checks, err := b.placeFor(ctx, c.Child.Area, "visit")
	if err != nil {
		return nil, err
	}
	plan := b.plannedDoses(c, vaccinates.SessionOn)
	var out []Appointment
	if doses.Area == visits.Area {
		out = b.calendar(c, plan, c.Checkups, doses, vaccinates.SessionOn)
	} else {
		out = append(b.calendar(c, plan, nil, doses, vaccinates.SessionOn), b.calendar(c, nil, c.Checkups, visits, checks.SessionOn)...)
	}
	slices.SortStableFunc(out, func(x, y Appointment) int { return int(x.Day - y.Day) })
	return out, nil
}

// calendar joins the doses and visits of one clinic into days to come.
func (b *Book) calendar(c *Chart, plan []immunization.PlannedDose, checkups []wellchild.Visit, place Place, sessions func(care.Day) care.Day) []Appointment {
	dues := make([]wellchild.DoseDue, len(plan))
	for i, p := range plan {
		product, _ := b.schedule.Product(p.Vaccine)
		dues[i] = wellchild.DoseDue{Series: p.Series, Number: i, Name: wellchild.Words{En: p.Name.EN, Zh: p.Name.ZH}, Earliest: p.Day, Recommended: p.Day, OverdueFrom: p.OverdueFrom, Live: product.Live == "injected"}
	}
	out := []Appointment{}
	for _, day := range b.rules.Visits.Calendar(checkups, dues, c.JudgedOn, sessions) {
		a := Appointment{Day: day.Day, Place: place, State: "later"}
		if day.Visit != nil {
			if i := slices.IndexFunc(checkups, func(v wellchild.Visit) bool { return v.ID == day.Visit.ID }); i >= 0 {
				a.add(visitToDo(checkups[i], c.JudgedOn))
			}
		}
		for _, d := range day.Doses {
			a.add(b.doseToDo(plan[d.Number], c.JudgedOn))
		}
		out = append(out, a)
	}
	return out
}

func (a *Appointment) add(t ToDo) {
	a.Items = append(a.Items, t)
	if rankOf(t.State) < rankOf(a.State) {
		a.State = t.State
	}
	if t.State == "overdue" && t.Overdue != 0 && (a.Since == 0 || t.Overdue < a.Since) {
		a.Since = t.Overdue
	}
}

func rankOf(state string) int { return slices.Index([]string{"overdue", "due", "later"}, state) }

// toDos lists every dose and visit that is still to come, without places.
func (b *Book) toDos(c *Chart) []ToDo {
	var out []ToDo
	for _, p := range b.plannedDoses(c, nil) {
		out = append(out, b.doseToDo(p, c.JudgedOn))
	}
	for _, v := range c.Checkups {
		if v.State != wellchild.StateDone && v.State != wellchild.StateMissed {
			out = append(out, visitToDo(v, c.JudgedOn))
		}
	}
	return out
}

func (b *Book) doseToDo(p immunization.PlannedDose, today care.Day) ToDo {
	p = p.ForParent()
	t := ToDo{Kind: "dose", ID: p.Series, Number: p.Number, Name: growth.Words{En: p.Name.EN, Zh: p.Name.ZH}, Day: p.Day, From: p.Day, Overdue: p.OverdueFrom, SelfPaid: !p.Programme, Doctor: p.NeedsDoctor}
	if p.Recommended != 0 && p.Recommended < t.From {
		t.From = p.Recommended
	}
	if product, ok := b.schedule.Product(p.Vaccine); ok {
		t.About = growth.Words{En: product.Against.EN, Zh: product.Against.ZH}
	}
	t.State = stateOf(p.Overdue, p.Day, today)
	return t
}

func stateOf(overdue bool, from, today care.Day) string {
	switch {
	case overdue:
		return "overdue"
	case from <= today:
		return "due"
	}
	return "later"
}

// placeFor gives the clinic that vaccinates or does check-ups for a village.
func (b *Book) placeFor(ctx context.Context, village, kind string) (Place, Clinic, error) {
	code := village
	for hop := 0; ; hop++ {
		a, err := b.Area(ctx, code)
		if errors.Is(err, ErrNotFound) {
			return Place{Area: village}, Clinic{}, nil
		}
		if err != nil {
			return Place{}, Clinic{}, err
		}
		next := a.Clinic.DosesAt
		if kind == "visit" {
			next = a.Clinic.VisitsAt
		}
		if next == "" || next == code || hop == 2 { // two clinics may name each other
			k := a.Clinic
			return Place{Area: a.Code, Name: k.Name, NameEn: k.NameEn, Phone: k.Phone, Address: k.Address}, k, nil
		}
		code = next
	}
}
