package mobileapi

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"tongjian/care"
	"tongjian/care/growth"
	"tongjian/records"
	"tongjian/server/gate"
)

// Mount declares every route of the parents' API.
func (a *App) Mount() {
	declare(a, http.MethodGet, "myChildren", "/children", "My children", a.children)
	declare(a, http.MethodGet, "myChild", "/children/{id}", "One child: plan, growth, advice", a.child)
	declare(a, http.MethodGet, "myChildSeen", "/children/{id}/seen", "Who looked at the child's record", a.seen)
	declare(a, http.MethodGet, "familyCurves", "/curves/{indicator}/{sex}", "Lines of a growth chart", a.curves)
	declare(a, http.MethodPost, "joinConsult", "/consults/{id}/ticket", "A ticket into a consult, with the secret of the link", a.ticket)
}

func declare[I, O any](a *App, method, id, path, summary string, fn func(context.Context, *I) (*O, error)) {
	gate.Handle(a.Gate.Family, gate.Guardian(), huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary}, fn)
}

// Brief is a child in the list of a guardian's own.
type Brief struct {
	ID      string          `json:"id"`
	Name    string          `json:"name"`
	Sex     care.Sex        `json:"sex"`
	Birth   care.Day        `json:"birth"`
	Summary records.Summary `json:"summary"`
}

func (a *App) children(ctx context.Context, _ *struct{}) (*out[list[Brief]], error) {
	mine, err := a.Book.Mine(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	all := []Brief{}
	for _, c := range mine {
		c.Summary.Flags = nil
		all = append(all, Brief{c.ID, c.Name, c.Sex, c.Birth, c.Summary})
	}
	return answer(list[Brief]{all}, nil)
}

func (a *App) seen(ctx context.Context, in *byID) (*out[list[records.Look]], error) {
	looks, err := a.Book.Seen(ctx, who(ctx), in.ID)
	if looks == nil {
		looks = []records.Look{}
	}
	return answer(list[records.Look]{looks}, err)
}

// Advice is what a doctor advised after a consult.
type Advice struct {
	Day        care.Day `json:"day"`
	Doctor     string   `json:"doctor"`
	Advice     string   `json:"advice"`
	WatchFor   string   `json:"watchFor,omitempty"`
	FollowUp   care.Day `json:"followUp,omitzero"`
	FollowUpBy string   `json:"followUpBy,omitempty"`
	Referral   string   `json:"referral" enum:"none,township,county,now"`
	Why        string   `json:"why,omitempty" doc:"Why the child is referred"`
}

func adviceOf(c records.Chart) []Advice {
	all := []Advice{}
	for _, n := range c.Notes {
		all = append(all, Advice{n.Day, n.By.Name, n.Advice, n.WatchFor, n.FollowUp, n.FollowUpBy, n.Referral, n.ReferralWhy})
	}
	return all
}

// OpenConsult is a consult of the child that is under way.
type OpenConsult struct {
	ID      string               `json:"id"`
	State   records.ConsultState `json:"state"`
	Invited bool                 `json:"invited" doc:"A link was sent to this phone; the secret stands in the message"`
}

func openOf(c records.Chart) []OpenConsult {
	all := []OpenConsult{}
	for _, k := range c.Consults {
		switch k.State {
		case records.Requested, records.Accepted, records.InCall:
			all = append(all, OpenConsult{k.ID, k.State, len(k.Invitations) > 0})
		}
	}
	return all
}

type ticketInput struct {
	ID   string `path:"id"`
	Body struct {
		Secret string `json:"secret" minLength:"1" maxLength:"100" doc:"From the link in the message"`
	}
}

func (a *App) ticket(ctx context.Context, in *ticketInput) (*out[Ticket], error) {
	seat, err := a.Book.Seat(ctx, who(ctx), in.ID, in.Body.Secret)
	if err != nil {
		return nil, err
	}
	return answer(a.Ticket(ctx, seat, who(ctx)))
}

// Child is all that a guardian sees of one child.
type Child struct {
	Brief
	Age          care.Age              `json:"age"`
	JudgedOn     care.Day              `json:"judgedOn"`
	Appointments []records.Appointment `json:"appointments" doc:"What is to come, in order of day"`
	Done         []Done                `json:"done" doc:"Doses and visits that were done, newest first"`
	Growth       Growth                `json:"growth"`
	Advice       []Advice              `json:"advice" doc:"Newest first"`
	Consults     []OpenConsult         `json:"consults"`
}

func (a *App) child(ctx context.Context, in *byID) (*out[Child], error) {
	c, err := a.Book.Chart(ctx, who(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return answer(Child{
		Brief:        Brief{ID: c.Child.ID, Name: c.Child.Shown(), Sex: c.Child.Sex, Birth: c.Child.Birth},
		Age:          c.Age,
		JudgedOn:     c.JudgedOn,
		Appointments: c.Appointments,
		Done:         doneOf(c),
		Growth:       growthOf(c),
		Advice:       adviceOf(c),
		Consults:     openOf(c),
	}, nil)
}

// Done is a dose or visit that was done.
type Done struct {
	Day  care.Day     `json:"day"`
	Kind string       `json:"kind" enum:"dose,visit"`
	Name growth.Words `json:"name"`
}

// doneOf lists what was done. A dose that did not count is there all the same:
// the plan says that it comes again.
func doneOf(c records.Chart) []Done {
	all := []Done{}
	for _, d := range c.Doses {
		all = append(all, Done{d.Day, "dose", c.ProductName(d.Vaccine)})
	}
	for _, v := range c.Visits {
		all = append(all, Done{v.Day, "visit", c.VisitName(v.Visit.Visit)})
	}
	slices.SortStableFunc(all, func(a, b Done) int { return int(b.Day - a.Day) })
	return all
}
