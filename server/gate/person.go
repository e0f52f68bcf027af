package gate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"tongjian/records"
)

var (
	loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,39}$`)
	areaForm  = regexp.MustCompile(`^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$`)
)

func cleanLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

// AddPerson adds somebody of the staff, who can sign in with the password from
// now on. Without an id they get one. A login that is taken is a
// records.Conflict (login.taken). The password is not in the answer.
func (g *Gate) AddPerson(ctx context.Context, p records.Person, password string) (records.Person, error) {
	p.Login, p.Name = cleanLogin(p.Login), strings.TrimSpace(p.Name)
	if p.ID == "" {
		p.ID = records.NewID()
	}
	if err := errors.Join(checkPerson(p), checkPassword(password, p.Login)); err != nil {
		return records.Person{}, err
	}
	hash, err := g.hashPassword(ctx, password)
	if err != nil {
		return records.Person{}, err
	}
	p.Password, p.Failures, p.Version, p.Ended = hash, 0, 1, false
	if err := g.claimLogin(ctx, p); err != nil {
		return records.Person{}, err
	}
	row, err := personRow(p)
	if err != nil {
		return records.Person{}, err
	}
	if err := g.store.Save(ctx, row); errors.Is(err, records.ErrConflict) {
		return records.Person{}, &records.Conflict{Code: "person.there", Reason: "there is a person with this id already"}
	} else if err != nil {
		return records.Person{}, fmt.Errorf("adding a person: %w", err)
	}
	p.Password = ""
	return p, nil
}

func checkPerson(p records.Person) error {
	wrong := func(field, code, reason string) error {
		return &records.Invalid{Field: field, Code: code, Reason: reason}
	}
	switch {
	case !loginForm.MatchString(p.Login):
		return wrong("login", "login.form", "a login has 2 to 40 letters a-z, digits, dots, dashes")
	case p.Name == "":
		return wrong("name", "required", "a person has a name")
	case !slices.Contains(staffRoles, p.Role):
		return wrong("role", "role.unknown", "not a role of the staff")
	case len(p.Areas) == 0:
		return wrong("areas", "required", "a person serves at least one area")
	case slices.ContainsFunc(p.Areas, func(a string) bool { return !areaForm.MatchString(a) }):
		return wrong("areas", "area.code", "an area code has 2, 4, 6, 9 or 12 digits")
	case p.Clinic != "" && (len(p.Clinic) < 6 || !areaForm.MatchString(p.Clinic)):
		return wrong("clinic", "area.code", "the area code of a clinic has 6, 9 or 12 digits")
	}
	return nil
}

type loginClaim struct {
	Person string    `json:"person"`
	At     time.Time `json:"at"`
}

// claimLife is how long a person may take from claiming a login to being written.
const claimLife = time.Minute

// claimLogin gives a login to one person alone. A claim whose person was never
// written, because a crash came between, is taken over after a minute.
func (g *Gate) claimLogin(ctx context.Context, p records.Person) error {
	return edit(ctx, g, loginKind, p.Login, func(_ *records.Row, claim *loginClaim) error {
		if claim.Person != "" && claim.Person != p.ID {
			_, err := g.store.Row(ctx, personKind, claim.Person)
			if err == nil || errors.Is(err, records.ErrNotFound) && g.now().Sub(claim.At) < claimLife {
				return &records.Conflict{Code: "login.taken", Reason: "somebody else has this login"}
			}
			if !errors.Is(err, records.ErrNotFound) {
				return fmt.Errorf("looking for a login: %w", err)
			}
		}
		claim.Person, claim.At = p.ID, g.now().UTC()
		return nil
	})
}

func personRow(p records.Person) (records.Row, error) {
	body, err := json.Marshal(p)
	if err != nil {
		return records.Row{}, fmt.Errorf("keeping a person: %w", err)
	}
	r := records.Row{Kind: personKind, ID: p.ID, Version: p.Version, Area: p.Clinic, Body: body}
	shapePerson(&r, p)
	return r, nil
}

func shapePerson(r *records.Row, p records.Person) {
	r.State, r.Area, r.Terms = "active", p.Clinic, []string{"login:" + p.Login}
	if p.Ended {
		r.State = "ended"
	}
}

// Person gives somebody of the staff by id, without the password, or records.ErrNotFound.
func (g *Gate) Person(ctx context.Context, id string) (records.Person, error) {
	p, err := g.person(ctx, id)
	p.Password = ""
	return p, err
}

func (g *Gate) person(ctx context.Context, id string) (records.Person, error) {
	p, row, err := read[records.Person](ctx, g, personKind, id)
	p.Version = row.Version
	return p, err
}

// PersonByLogin gives somebody of the staff by login with failures and lock,
// without the password, or records.ErrNotFound.
func (g *Gate) PersonByLogin(ctx context.Context, login string) (records.Person, error) {
	p, err := g.personByLogin(ctx, cleanLogin(login))
	if err != nil {
		return records.Person{}, err
	}
	l, err := g.lockOf(ctx, p.Login)
	p.Password, p.Failures, p.Locked = "", l.Failures, l.Until
	return p, err
}

func (g *Gate) personByLogin(ctx context.Context, login string) (records.Person, error) {
	if !loginForm.MatchString(login) {
		return records.Person{}, records.ErrNotFound
	}
	claim, _, err := read[loginClaim](ctx, g, loginKind, login)
	if err != nil {
		return records.Person{}, err
	}
	return g.person(ctx, claim.Person)
}

// Persons pages through the staff who work in an area (0, 6, 9 or 12 digits),
// also those who may not sign in any more, in order of id after the one named,
// without passwords. limit is 1-1000.
func (g *Gate) Persons(ctx context.Context, area, after string, limit int) ([]records.Person, error) {
	rows, err := g.store.Rows(ctx, records.Query{Kind: personKind, Area: area, After: records.Cursor{ID: after}, Limit: limit})
	if err != nil {
		return nil, fmt.Errorf("listing the staff: %w", err)
	}
	list := make([]records.Person, len(rows))
	for i, r := range rows {
		if err := json.Unmarshal(r.Body, &list[i]); err != nil {
			return nil, fmt.Errorf("listing the staff: %w", err)
		}
		list[i].Version, list[i].Password = r.Version, ""
	}
	return list, nil
}

// ChangePassword sets a person's own new password. The old one is asked, and
// guessing it is counted as at sign-in. Other sessions than that of ctx end.
func (g *Gate) ChangePassword(ctx context.Context, id, old, new string) error {
	p, err := g.person(ctx, id)
	if err != nil {
		return err
	}
	if err := checkPassword(new, p.Login); err != nil {
		return err
	}
	if err := g.attempt(ctx, p.Login); err != nil {
		return err
	}
	right, err := g.rightPassword(ctx, old, p.Password)
	if err != nil {
		return err
	}
	if !right {
		return &records.Invalid{Field: "old", Code: "password.wrong", Reason: "the old password is not right"}
	}
	return g.setPassword(ctx, id, new, SessionOf(ctx))
}

// SetPassword gives a person a new password, lifts a lock and ends all
// sessions. It asks nobody: for administrators and the command line.
func (g *Gate) SetPassword(ctx context.Context, id, new string) error {
	p, err := g.person(ctx, id)
	if err != nil {
		return err
	}
	if err := checkPassword(new, p.Login); err != nil {
		return err
	}
	return g.setPassword(ctx, id, new, "")
}

func (g *Gate) setPassword(ctx context.Context, id, new, keep string) error {
	hash, err := g.hashPassword(ctx, new)
	if err != nil {
		return err
	}
	p, err := g.editPerson(ctx, id, func(p *records.Person) { p.Password = hash })
	if err != nil {
		return err
	}
	return errors.Join(g.forgive(ctx, p.Login), g.endAll(ctx, id, keep))
}

// EndPerson takes a person's access away: they cannot sign in any more and
// their sessions end at once. The person stays in the list and in the record.
func (g *Gate) EndPerson(ctx context.Context, id string) error {
	if _, err := g.editPerson(ctx, id, func(p *records.Person) { p.Ended = true }); err != nil {
		return err
	}
	return g.endAll(ctx, id, "")
}

func (g *Gate) editPerson(ctx context.Context, id string, change func(*records.Person)) (out records.Person, err error) {
	err = edit(ctx, g, personKind, id, func(r *records.Row, p *records.Person) error {
		if p.ID == "" {
			return records.ErrNotFound
		}
		change(p)
		p.Version = r.Version + 1
		shapePerson(r, *p)
		out = *p
		return nil
	})
	return out, err
}
