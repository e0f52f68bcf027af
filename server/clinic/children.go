package clinic

import (
	"context"

	"tongjian/care"
	"tongjian/records"
	"tongjian/server/gate"
)

type listInput struct {
	Area  string   `query:"area" maxLength:"12" doc:"One of the caller's areas or a part of one; all of them when empty"`
	DueBy gate.Day `query:"dueBy" doc:"Only children with something due up to that day, the earliest first"`
	After string   `query:"after" maxLength:"80" doc:"Next of the page before"`
	Limit int      `query:"limit" minimum:"0" maximum:"200" doc:"50 when 0"`
}

func (d *Desk) list(ctx context.Context, in *listInput) (*out[records.Page[records.Listed]], error) {
	page, err := d.Book.List(ctx, who(ctx), records.ListQuery{Area: in.Area, DueBy: in.DueBy.Day, After: in.After, Limit: in.Limit})
	if page.Items == nil {
		page.Items = []records.Listed{}
	}
	return answer(page, err)
}

type searchInput struct {
	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"60" doc:"Name, pinyin, initials, guardian's phone, birth day or ID number"`
	}
}

func (d *Desk) find(ctx context.Context, in *searchInput) (*out[list[records.Listed]], error) {
	return answerList(d.Book.Find(ctx, who(ctx), in.Body.Text))
}

type registerInput struct{ Body records.NewChild }

func (d *Desk) register(ctx context.Context, in *registerInput) (*out[records.Child], error) {
	return answer(d.Book.Register(ctx, who(ctx), in.Body))
}

func (d *Desk) chart(ctx context.Context, in *byID) (*out[records.Chart], error) {
	return answer(d.Book.Chart(ctx, who(ctx), in.ID))
}

type addInput struct {
	ID   string `path:"id"`
	Body struct {
		Entries []records.NewEntry `json:"entries" minItems:"1" maxItems:"50"`
	}
}

func (d *Desk) add(ctx context.Context, in *addInput) (*out[records.Chart], error) {
	if err := d.Book.Add(ctx, who(ctx), in.ID, in.Body.Entries); err != nil {
		return nil, err
	}
	return answer(d.Book.Chart(ctx, who(ctx), in.ID))
}

type doubtInput struct {
	ID   string `path:"id"`
	Body struct {
		Day         care.Day             `json:"day"`
		Measurement *records.Measurement `json:"measurement,omitempty"`
		Dose        *records.Dose        `json:"dose,omitempty"`
	}
}

// doubts answers what a form asks about before it saves; nothing is kept.
func (d *Desk) doubts(ctx context.Context, in *doubtInput) (*out[list[records.Doubt]], error) {
	return answerList(d.Book.Doubts(ctx, who(ctx), in.ID, in.Body.Day, in.Body.Measurement, in.Body.Dose))
}

type identityInput struct {
	ID   string `path:"id"`
	Body records.IdentityEdit
}

func (d *Desk) identity(ctx context.Context, in *identityInput) (*out[records.Child], error) {
	return answer(d.Book.EditIdentity(ctx, who(ctx), in.ID, in.Body))
}

type numberInput struct {
	ID   string `path:"id"`
	Body struct {
		Why string `json:"why" minLength:"2" maxLength:"300"`
	}
}

type numberBody struct {
	Number string `json:"number"`
}

func (d *Desk) number(ctx context.Context, in *numberInput) (*out[numberBody], error) {
	n, err := d.Book.Number(ctx, who(ctx), in.ID, in.Body.Why)
	return answer(numberBody{n}, err)
}

func (d *Desk) audit(ctx context.Context, in *byID) (*out[list[records.AuditLine]], error) {
	return answerList(d.Book.Audit(ctx, who(ctx), in.ID))
}

type elsewhereInput struct{ Body records.Elsewhere }

func (d *Desk) elsewhere(ctx context.Context, in *elsewhereInput) (*out[records.Opening], error) {
	return answer(d.Book.OpenElsewhere(ctx, who(ctx), in.Body))
}

func (d *Desk) openings(ctx context.Context, _ *struct{}) (*out[list[records.Opening]], error) {
	return answerList(d.Book.Openings(ctx, who(ctx)))
}
