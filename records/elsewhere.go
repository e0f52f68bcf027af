package records

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tongjian/care"
)

// Elsewhere asks for a child who is present but lives outside the caller's
// areas: by an exact ID or certificate number, or by full name, birth day and
// a guardian's phone together.
type Elsewhere struct {
	Number string   `json:"number,omitempty" maxLength:"40"`
	Name   string   `json:"name,omitempty" maxLength:"60"`
	Birth  care.Day `json:"birth,omitzero"`
	Phone  string   `json:"phone,omitempty" maxLength:"40"`
	Reason string   `json:"reason" minLength:"2" maxLength:"300"`
}

// Opening is leave to see one child from elsewhere, as it is reported to the child's county.
type Opening struct {
	Child   string    `json:"child"`
	Name    string    `json:"name"`
	Area    string    `json:"area"`
	By      Author    `json:"by"`
	Clinic  string    `json:"clinic"`
	Reason  string    `json:"reason"`
	At      time.Time `json:"at"`
	Expires time.Time `json:"expires"`
}

// OpenElsewhere opens a child's record to the caller for 24 hours. It is
// written down with the reason and reported to the child's county. Anything
// that does not match exactly is ErrNotFound, and after wrongAnHour of that
// TooMany.
func (b *Book) OpenElsewhere(ctx context.Context, who Caller, e Elsewhere) (Opening, error) {
	if !who.Staff() || who.Role == Manager || who.Role == Administrator {
		return Opening{}, ErrForbidden
	}
	if strings.TrimSpace(e.Reason) == "" {
		return Opening{}, invalid("reason", "required", "say why the record is opened")
	}
	if err := b.guess(ctx, who); err != nil {
		return Opening{}, err
	}
	id, err := b.exactly(ctx, e)
	if errors.Is(err, ErrNotFound) {
		return Opening{}, errors.Join(err, b.audit(ctx, who, "refused elsewhere", "", e.Reason, ""))
	}
	if back := b.guessBack(ctx, who); err != nil || back != nil { // no wrong guess
		return Opening{}, errors.Join(err, back)
	}
	past, err := b.store.Changes(ctx, childSubject(id), 0)
	if err != nil {
		return Opening{}, fmt.Errorf("reading child %s: %w", id, err)
	}
	h, err := fold(id, past)
	if err != nil {
		return Opening{}, err
	}
	at := b.instant()
	o := Opening{Child: id, Name: h.child.Shown(), Area: h.child.Area, By: who.Author(), Clinic: who.Clinic, Reason: e.Reason, At: at, Expires: at.Add(openFor)}
	if err := b.saveNext(ctx, Row{Kind: "grant", ID: who.ID + "/" + id, Area: o.Area, State: "open", Expires: o.Expires, Body: mustJSON(o)}); err != nil {
		return Opening{}, err
	}
	return o, b.audit(ctx, who, "open elsewhere", childSubject(id), e.Reason, "")
}

func (b *Book) exactly(ctx context.Context, e Elsewhere) (string, error) {
	if e.Number != "" {
		number, err := cleanNumber("number", e.Number, 0)
		if err != nil {
			return "", err
		}
		return b.holderOf(ctx, b.keys.found(number))
	}
	if e.Name == "" || e.Birth == 0 || e.Phone == "" {
		return "", invalid("number", "elsewhere.exact", "give the number, or full name, birth day and a guardian's phone")
	}
	phone, err := Phone(e.Phone)
	if err != nil {
		return "", err
	}
	rows, err := b.store.Rows(ctx, Query{Kind: "child", Term: "t:" + phone, Limit: 50})
	if err != nil {
		return "", fmt.Errorf("finding a child from elsewhere: %w", err)
	}
	for _, r := range rows {
		var c Listed
		if err := unmarshal(r.Body, &c); err != nil {
			return "", err
		}
		if c.Birth == e.Birth && foldName(c.Name) == foldName(e.Name) {
			return r.ID, nil
		}
	}
	return "", ErrNotFound
}

// Openings gives who opened children of the caller's county from elsewhere, the newest of each.
func (b *Book) Openings(ctx context.Context, who Caller) ([]Opening, error) {
	if who.Role != Manager && who.Role != Administrator {
		return nil, ErrForbidden
	}
	var out []Opening
	for _, area := range outermost(who.Areas) {
		err := b.eachRow(ctx, Query{Kind: "grant", Area: area}, func(r Row) error {
			var o Opening
			err := unmarshal(r.Body, &o)
			out = append(out, o)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// saveNext writes a row over whatever version stands there.
func (b *Book) saveNext(ctx context.Context, r Row) error {
	for {
		r.Version = 1
		old, err := b.store.Row(ctx, r.Kind, r.ID)
		if err == nil {
			r.Version = old.Version + 1
		} else if !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("saving a %s: %w", r.Kind, err)
		}
		if err := b.store.Save(ctx, r); !errors.Is(err, ErrConflict) {
			return err
		}
	}
}
