package clinic

import (
	"context"
	"slices"

	"tongjian/records"
	"tongjian/server/gate"
)

type guardianInput struct {
	ID       string `path:"id"`
	Guardian string `path:"guardian"`
	Body     struct {
		Name     string `json:"name" minLength:"1" maxLength:"60"`
		Relation string `json:"relation" enum:"mother,father,grandparent,other"`
		Phone    string `json:"phone,omitempty" maxLength:"40"`
		Ended    bool   `json:"ended,omitempty" doc:"No longer cares for the child; sees it no more"`
	}
}

func (d *Desk) guardian(ctx context.Context, in *guardianInput) (*out[records.Child], error) {
	g := records.GuardianFact{ID: in.Guardian, Name: in.Body.Name, Relation: in.Body.Relation, Phone: in.Body.Phone, Ended: in.Body.Ended}
	c, err := d.Book.SetGuardian(ctx, who(ctx), in.ID, g)
	if err != nil {
		return nil, err
	}
	return answer(c, d.Recheck(ctx))
}

type accessInput struct {
	ID       string `path:"id"`
	Guardian string `path:"guardian"`
}

// slipBody is what is printed on the slip that the guardian takes home.
type slipBody struct {
	Slip  string `json:"slip" doc:"Asked once, at the first sign-in on the number"`
	Phone string `json:"phone"`
	Name  string `json:"name"`
}

// slip makes the code that a guardian needs at the first sign-in.
func (d *Desk) slip(ctx context.Context, in *accessInput) (*out[slipBody], error) {
	g, err := d.guardianOf(ctx, in)
	if err != nil {
		return nil, err
	}
	code, err := d.Gate.IssueSlip(ctx, g.Phone)
	if err != nil {
		return nil, err
	}
	return answer(slipBody{code, g.Phone, g.Name}, d.Book.Note(ctx, who(ctx), "issue slip", "child/"+in.ID))
}

type endInput struct {
	ID       string `path:"id"`
	Guardian string `path:"guardian"`
	Body     *struct {
		Why string `json:"why,omitempty" maxLength:"300"`
	}
}

// end takes a number's access away at once, for all its children.
func (d *Desk) end(ctx context.Context, in *endInput) (*struct{}, error) {
	why := ""
	if in.Body != nil {
		why = in.Body.Why
	}
	phone, err := d.Book.MayEndAccess(ctx, who(ctx), in.ID, in.Guardian, why, func(phone string) (bool, error) {
		state, err := d.Gate.GuardianState(ctx, phone)
		return state != gate.Open, err
	})
	if err != nil {
		return nil, err
	}
	if err := d.Gate.EndGuardian(ctx, phone); err != nil {
		return nil, err
	}
	return nil, d.Recheck(ctx)
}

func (d *Desk) guardianOf(ctx context.Context, in *accessInput) (records.GuardianFact, error) {
	c, err := d.Book.Child(ctx, who(ctx), in.ID, "access of a guardian")
	if err != nil {
		return records.GuardianFact{}, err
	}
	i := slices.IndexFunc(c.Guardians, func(g records.GuardianFact) bool { return g.ID == in.Guardian })
	if i < 0 || c.Guardians[i].Ended {
		return records.GuardianFact{}, records.ErrNotFound
	}
	if !records.CanText(c.Guardians[i].Phone) {
		return records.GuardianFact{}, &records.Invalid{Field: "phone", Code: "phone.noText", Reason: "this guardian has no number that gets text messages"}
	}
	return c.Guardians[i], nil
}
