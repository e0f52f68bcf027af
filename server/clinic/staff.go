package clinic

import (
	"context"
	"slices"

	"tongjian/records"
)

// Colleague is somebody of the staff as others of it see them.
type Colleague struct {
	ID     string       `json:"id"`
	Login  string       `json:"login"`
	Name   string       `json:"name"`
	Role   records.Role `json:"role" enum:"village,township,paediatrician,manager,administrator"`
	Areas  []string     `json:"areas"`
	Clinic string       `json:"clinic"`
	Phone  string       `json:"phone,omitempty"`
	Locked bool         `json:"locked,omitempty" doc:"Locked out for a while after wrong passwords"`
	Ended  bool         `json:"ended,omitempty"`
}

func colleague(p records.Person, locked bool) Colleague {
	return Colleague{ID: p.ID, Login: p.Login, Name: p.Name, Role: p.Role, Areas: p.Areas, Clinic: p.Clinic, Phone: p.Phone, Ended: p.Ended, Locked: locked}
}

// staff gives who works in the caller's areas.
func (d *Desk) staff(ctx context.Context, _ *struct{}) (*out[list[Colleague]], error) {
	all := []Colleague{}
	for _, area := range who(ctx).Areas {
		after := ""
		for {
			persons, err := d.Gate.Persons(ctx, area, after, 500)
			if err != nil {
				return nil, err
			}
			for _, p := range persons {
				after = p.ID
				if !slices.ContainsFunc(all, func(c Colleague) bool { return c.ID == p.ID }) {
					all = append(all, colleague(p, p.Locked.After(d.Now())))
				}
			}
			if len(persons) < 500 {
				break
			}
		}
	}
	return answerList(all, nil)
}

type newStaffInput struct {
	Body struct {
		Login    string       `json:"login" minLength:"2" maxLength:"40"`
		Name     string       `json:"name" minLength:"1" maxLength:"60"`
		Role     records.Role `json:"role" enum:"village,township,paediatrician,manager,administrator"`
		Areas    []string     `json:"areas" minItems:"1" maxItems:"20"`
		Clinic   string       `json:"clinic" pattern:"^[0-9]{6,12}$"`
		Phone    string       `json:"phone,omitempty" maxLength:"40"`
		Password string       `json:"password" minLength:"10" maxLength:"200"`
	}
}

// addStaff adds a person who works within the administrator's own areas.
func (d *Desk) addStaff(ctx context.Context, in *newStaffInput) (*out[Colleague], error) {
	b := in.Body
	for _, a := range append([]string{b.Clinic}, b.Areas...) {
		if !who(ctx).Serves(a) {
			return nil, &records.Invalid{Field: "areas", Code: "area.foreign", Reason: "this area is not one of yours"}
		}
	}
	p, err := d.Gate.AddPerson(ctx, records.Person{Login: b.Login, Name: b.Name, Role: b.Role, Areas: b.Areas, Clinic: b.Clinic, Phone: b.Phone}, b.Password)
	if err != nil {
		return nil, err
	}
	if err := d.Book.Note(ctx, who(ctx), "add person", "person/"+p.ID); err != nil {
		return nil, err
	}
	return answer(colleague(p, false), nil)
}

type loginInput struct {
	Login string `path:"login"`
}

func (d *Desk) endStaff(ctx context.Context, in *loginInput) (*struct{}, error) {
	p, err := d.Gate.PersonByLogin(ctx, in.Login)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(p.Areas, who(ctx).Serves) {
		return nil, records.ErrNotFound
	}
	if err := d.Gate.EndPerson(ctx, p.ID); err != nil {
		return nil, err
	}
	return nil, d.Book.Note(ctx, who(ctx), "end access", "person/"+p.ID)
}
