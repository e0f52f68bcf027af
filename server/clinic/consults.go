package clinic

import (
	"context"
	"errors"
	"fmt"

	"tongjian/records"
)

func (d *Desk) queue(ctx context.Context, _ *struct{}) (*out[list[records.Consult]], error) {
	return answerList(d.Book.Queue(ctx, who(ctx)))
}

type askInput struct{ Body records.Request }

func (d *Desk) ask(ctx context.Context, in *askInput) (*out[records.Consult], error) {
	return answer(d.Book.Ask(ctx, who(ctx), in.Body))
}

func (d *Desk) consult(ctx context.Context, in *byID) (*out[records.Consult], error) {
	return answer(d.Book.Consult(ctx, who(ctx), in.ID))
}

func (d *Desk) accept(ctx context.Context, in *byID) (*out[records.Consult], error) {
	return answer(d.Book.Accept(ctx, who(ctx), in.ID))
}

type whyInput struct {
	ID   string `path:"id"`
	Body struct {
		Why string `json:"why" minLength:"1" maxLength:"500"`
	}
}

func (d *Desk) giveBack(ctx context.Context, in *whyInput) (*out[records.Consult], error) {
	c, err := d.Book.Return(ctx, who(ctx), in.ID, in.Body.Why)
	if err == nil {
		d.Closing(in.ID, "returned")
	}
	return answer(c, err)
}

func (d *Desk) cancel(ctx context.Context, in *whyInput) (*out[records.Consult], error) {
	c, err := d.Book.Cancel(ctx, who(ctx), in.ID, in.Body.Why)
	if err == nil {
		d.Closing(in.ID, "cancelled")
	}
	return answer(c, err)
}

func (d *Desk) endCall(ctx context.Context, in *byID) (*out[records.Consult], error) {
	c, err := d.Book.End(ctx, who(ctx), in.ID)
	if err == nil {
		d.Closing(in.ID, "ended")
	}
	return answer(c, err)
}

type noteInput struct {
	ID   string `path:"id"`
	Body records.Note
}

func (d *Desk) sign(ctx context.Context, in *noteInput) (*out[records.Consult], error) {
	return answer(d.Book.Sign(ctx, who(ctx), in.ID, in.Body))
}

type aftercareInput struct {
	ID   string `path:"id"`
	Body records.Aftercare
}

func (d *Desk) aftercare(ctx context.Context, in *aftercareInput) (*out[records.Consult], error) {
	return answer(d.Book.CloseConsult(ctx, who(ctx), in.ID, in.Body))
}

func (d *Desk) ticket(ctx context.Context, in *byID) (*out[Ticket], error) {
	seat, err := d.Book.Seat(ctx, who(ctx), in.ID, "")
	if err != nil {
		return nil, err
	}
	return answer(d.Ticket(ctx, seat, who(ctx)))
}

type inviteInput struct {
	ID   string `path:"id"`
	Body struct {
		Guardian string `json:"guardian" doc:"Id of the guardian in the child's record"`
		Language string `json:"language,omitempty" enum:"zh,en"`
	}
}

// invite sends a guardian the link to this consult. The secret stands behind
// the # of the link, which browsers do not send to any server.
func (d *Desk) invite(ctx context.Context, in *inviteInput) (*out[records.Invitation], error) {
	i, secret, err := d.Book.Invite(ctx, who(ctx), in.ID, in.Body.Guardian)
	if err != nil {
		return nil, err
	}
	link := fmt.Sprintf("%s/m/#/join/%s/%s", d.Public, in.ID, secret)
	text := "【童健】医生请您加入孩子的视频会诊：" + link
	if in.Body.Language == "en" {
		text = "Tongjian: the doctor asks you to join your child's video consult: " + link
	}
	if err := d.Sender.Send(ctx, i.Phone, text); err != nil {
		return nil, d.unsent(ctx, in.ID, i.ID, err)
	}
	return answer(i, d.Recheck(ctx)) // an earlier invitation of this guardian has ended
}

// unsent ends an invitation whose link did not go out.
func (d *Desk) unsent(ctx context.Context, consult, invitation string, cause error) error {
	_, err := d.Book.Revoke(context.WithoutCancel(ctx), who(ctx), consult, invitation)
	return fmt.Errorf("sending an invitation: %w", errors.Join(records.ErrUnavailable, cause, err))
}

type revokeInput struct {
	ID         string `path:"id"`
	Invitation string `path:"invitation"`
}

func (d *Desk) revoke(ctx context.Context, in *revokeInput) (*out[records.Consult], error) {
	c, err := d.Book.Revoke(ctx, who(ctx), in.ID, in.Invitation)
	if err != nil {
		return nil, err
	}
	return answer(c, d.Recheck(ctx))
}

type dutyInput struct {
	Area string `query:"area" required:"true" pattern:"^[0-9]{6,12}$"`
}

func (d *Desk) duty(ctx context.Context, in *dutyInput) (*out[records.Duty], error) {
	return answer(d.Book.OnDuty(ctx, who(ctx), in.Area))
}

type shiftInput struct{ Body records.Shift }

func (d *Desk) shift(ctx context.Context, in *shiftInput) (*out[records.Shift], error) {
	person, err := d.Gate.Person(ctx, in.Body.Person)
	if err != nil || person.Ended {
		return nil, &records.Invalid{Field: "person", Code: "person.unknown", Reason: "nobody of the staff has this id"}
	}
	s := in.Body
	s.Name, s.Role, s.Phone = person.Name, person.Role, person.Phone
	return answer(d.Book.SetShift(ctx, who(ctx), s))
}
