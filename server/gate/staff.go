package gate

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"tongjian/records"
)

const (
	staffCookie = "tongjian_staff"
	staffPath   = "/api/v1/session"
)

// Me is somebody of the staff as they see themselves.
type Me struct {
	ID     string       `json:"id"`
	Login  string       `json:"login"`
	Name   string       `json:"name"`
	Role   records.Role `json:"role" enum:"village,township,paediatrician,manager,administrator"`
	Areas  []string     `json:"areas" doc:"Beginnings of the area codes that the person serves"`
	Clinic string       `json:"clinic,omitempty" doc:"Area code of the place of work"`
}

// Token is what a sign-in or a refresh gives; the refresh token is in a cookie.
type Token struct {
	AccessToken string `json:"accessToken" doc:"Goes into the header Authorization: Bearer …; kept in memory alone"`
	ExpiresIn   int    `json:"expiresIn" doc:"Seconds"`
}

type staffSession struct {
	Token
	Me Me `json:"me"`
}

type staffAnswer struct {
	SetCookie http.Cookie `header:"Set-Cookie" hidden:"true"`
	Body      staffSession
}

type staffSignIn struct {
	Old  string `cookie:"tongjian_staff" hidden:"true"`
	Body struct {
		Login    string `json:"login" minLength:"1" maxLength:"64"`
		Password string `json:"password" minLength:"1" maxLength:"128"`
	}
}

type staffToken struct {
	Refresh string `cookie:"tongjian_staff" hidden:"true"`
}

type goodbye struct {
	SetCookie http.Cookie `header:"Set-Cookie" hidden:"true"`
}

func (g *Gate) staffRoutes() {
	session := huma.Operation{Method: http.MethodPost, Path: "/session", OperationID: "signIn", Summary: "Sign in", DefaultStatus: http.StatusOK}
	Handle(g.Staff, Anyone(), session, g.staffSignIn)
	refresh := huma.Operation{Method: http.MethodPost, Path: "/session/refresh", OperationID: "refresh", Summary: "Change the cookie for a new access token"}
	Handle(g.Staff, Anyone(), refresh, g.staffRefresh)
	leave := huma.Operation{Method: http.MethodDelete, Path: "/session", OperationID: "signOut", Summary: "Sign out"}
	Handle(g.Staff, Anyone(), leave, g.staffLeave)
	me := huma.Operation{Method: http.MethodGet, Path: "/me", OperationID: "me", Summary: "Who is signed in"}
	Handle(g.Staff, Staff(), me, g.staffMe)
	password := huma.Operation{Method: http.MethodPost, Path: "/me/password", OperationID: "changePassword", Summary: "Change one's own password"}
	Handle(g.Staff, Staff(), password, g.changePassword)
	unlock := huma.Operation{Method: http.MethodPost, Path: "/staff/{login}/unlock", OperationID: "unlock", Summary: "Lift the lock from a login"}
	Handle(g.Staff, Staff(records.Township, records.Manager, records.Administrator), unlock, g.unlock)
}

var errSignIn = &refusal{"signin.wrong", "the login or the password is not right"}

func (g *Gate) staffSignIn(ctx context.Context, in *staffSignIn) (*staffAnswer, error) {
	if err := g.addresses.allow("signin", CallerOf(ctx).Address); err != nil {
		return nil, err
	}
	p, err := g.signIn(ctx, cleanLogin(in.Body.Login), in.Body.Password)
	if err != nil {
		return nil, err
	}
	if err := g.leave(ctx, in.Old); err != nil { // whoever sat here before
		return nil, err
	}
	id, t, err := g.begin(ctx, staffKind, p.ID, p.ID)
	if err != nil {
		return nil, err
	}
	return g.staffAnswer(id, t, p)
}

// signIn checks a login and password. A login that there is not takes the same
// way and the same time as a wrong password.
func (g *Gate) signIn(ctx context.Context, login, password string) (records.Person, error) {
	if err := g.attempt(ctx, login); err != nil {
		return records.Person{}, err
	}
	p, err := g.personByLogin(ctx, login)
	if errors.Is(err, records.ErrNotFound) {
		p, err = records.Person{Password: nobody}, nil
	}
	if err != nil {
		return p, err
	}
	right, err := g.rightPassword(ctx, password, p.Password)
	if err != nil {
		return p, err
	}
	if !right || p.Ended {
		return p, errSignIn
	}
	return p, g.forgive(ctx, login)
}

func (g *Gate) staffRefresh(ctx context.Context, in *staffToken) (*staffAnswer, error) {
	if err := g.addresses.allow("refresh", CallerOf(ctx).Address); err != nil {
		return nil, err
	}
	s, t, err := g.refresh(ctx, staffKind, in.Refresh)
	if err != nil {
		return nil, err
	}
	p, err := g.person(ctx, s.Who)
	if errors.Is(err, records.ErrNotFound) || err == nil && p.Ended {
		return nil, errEnded
	}
	if err != nil {
		return nil, err
	}
	return g.staffAnswer(t.session(), t, p)
}

func (g *Gate) staffLeave(ctx context.Context, in *staffToken) (*goodbye, error) {
	return &goodbye{g.cookie(staffCookie, staffPath, "", -1)}, g.leave(ctx, in.Refresh)
}

func (g *Gate) staffAnswer(id string, t refreshToken, p records.Person) (*staffAnswer, error) {
	text, err := g.accessToken(staffKind, id, p.ID)
	if err != nil {
		return nil, err
	}
	return &staffAnswer{
		SetCookie: g.cookie(staffCookie, staffPath, t.String(), lives[staffKind].idle),
		Body:      staffSession{Token{text, int(tokenLife.Seconds())}, meOf(p)},
	}, nil
}

func meOf(p records.Person) Me {
	return Me{ID: p.ID, Login: p.Login, Name: p.Name, Role: p.Role, Areas: p.Areas, Clinic: p.Clinic}
}

// cookie keeps a refresh token out of the pages' reach and off every other
// path. Only plain HTTP on loopback goes without Secure.
func (g *Gate) cookie(name, path, value string, life time.Duration) http.Cookie {
	age := int(life.Seconds())
	if life < 0 {
		age = -1
	}
	return http.Cookie{
		Name: name, Value: value, Path: path, MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: g.secure() || !loopback(g.public.Hostname()),
	}
}

type meAnswer struct{ Body Me }

func (g *Gate) staffMe(ctx context.Context, _ *struct{}) (*meAnswer, error) {
	p, err := g.person(ctx, CallerOf(ctx).ID)
	if err != nil {
		return nil, err
	}
	return &meAnswer{meOf(p)}, nil
}

type passwordInput struct {
	Body struct {
		Old      string `json:"old" minLength:"1" maxLength:"128"`
		Password string `json:"password" minLength:"1" maxLength:"128" doc:"The new one, at least 10 signs"`
	}
}

func (g *Gate) changePassword(ctx context.Context, in *passwordInput) (*struct{}, error) {
	if err := g.addresses.allow("signin", CallerOf(ctx).Address); err != nil {
		return nil, err
	}
	return nil, g.ChangePassword(ctx, CallerOf(ctx).ID, in.Body.Old, in.Body.Password)
}

type loginInput struct {
	Login string `path:"login" maxLength:"64"`
}

func (g *Gate) unlock(ctx context.Context, in *loginInput) (*struct{}, error) {
	return nil, g.Unlock(ctx, CallerOf(ctx), in.Login)
}
