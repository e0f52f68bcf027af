package records

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tongjian/care"
	"tongjian/care/growth"
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

// ToDo is one dose or visit of an appointment.
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
	Private  bool         `json:"-"`
}

// Place is where an appointment is kept.
type Place struct {
	Area    string `json:"area,omitempty"`
	Name    string `json:"name,omitempty"`
	NameEn  string `json:"nameEn,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Address string `json:"address,omitempty"`
}

// toDos lists every dose and visit that is still to come.
func (b *Book) toDos(c *Chart) []ToDo {
	var out []ToDo
	for _, p := range b.plannedDoses(c) {
		t := ToDo{Kind: "dose", ID: p.Series, Number: p.Number, Name: growth.Words{En: p.Name.EN, Zh: p.Name.ZH}, Day: p.Day, From: p.Day, Overdue: p.OverdueFrom, SelfPaid: !p.Programme, Doctor: p.NeedsDoctor, Private: p.Private}
		if product, ok := b.schedule.Product(p.Vaccine); ok {
			t.About = growth.Words{En: product.Against.EN, Zh: product.Against.ZH}
		}
		if p.Recommended != 0 && p.Recommended < t.From {
			t.From = p.Recommended
		}
		t.State = stateOf(p.Overdue, p.Day, c.JudgedOn)
		out = append(out, t)
	}
	return append(out, b.visitToDos(c)...)
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

// appointments puts what is to come on session days of the clinics that do it,
// things of one day and place together, in order of day.
func (b *Book) appointments(ctx context.Context, c *Chart) ([]Appointment, error) {
	out := []Appointment{}
	for _, t := range b.toDos(c) {
		place, clinic, err := b.placeFor(ctx, c.Child.Area, t.Kind)
		if err != nil {
			return nil, err
		}
		day := clinic.SessionOn(max(t.Day, c.JudgedOn))
		i := slices.IndexFunc(out, func(a Appointment) bool { return a.Day == day && a.Place.Area == place.Area })
		if i < 0 {
			out = append(out, Appointment{Day: day, State: "later", Place: place})
			i = len(out) - 1
		}
		a := &out[i]
		a.Items = append(a.Items, t)
		if rankOf(t.State) < rankOf(a.State) {
			a.State = t.State
		}
		if t.State == "overdue" && t.Overdue != 0 && (a.Since == 0 || t.Overdue < a.Since) {
			a.Since = t.Overdue
		}
	}
	slices.SortStableFunc(out, func(x, y Appointment) int {
		if x.Day != y.Day {
			return int(x.Day - y.Day)
		}
		return strings.Compare(x.Place.Area, y.Place.Area)
	})
	return out, nil
}

func rankOf(state string) int { return slices.Index([]string{"overdue", "due", "later"}, state) }

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
