package gate

import (
	"context"
	"net/http"
	"net/netip"

	"github.com/danielgtaylor/huma/v2"

	"tongjian/records"
)

const (
	familyCookie = "tongjian_family"
	familyPath   = "/mobile/v1/session"
)

type codeInput struct {
	Body struct {
		Phone    string `json:"phone" minLength:"1" maxLength:"40"`
		Language string `json:"language,omitempty" enum:"zh,en" doc:"Of the text message; zh if empty"`
	}
}

type codeAnswer struct {
	Body struct {
		ExpiresIn  int    `json:"expiresIn" doc:"Seconds for which the code is good"`
		RetryAfter int    `json:"retryAfter" doc:"Seconds until another can be asked for"`
		DemoCode   string `json:"demoCode,omitempty" doc:"In the demo alone: the code"`
	}
}

type familySignIn struct {
	Old  string `cookie:"tongjian_family" hidden:"true"`
	Body struct {
		Phone string `json:"phone" minLength:"1" maxLength:"40"`
		Code  string `json:"code" minLength:"1" maxLength:"20"`
		Slip  string `json:"slip,omitempty" maxLength:"20" doc:"From the clinic's slip; asked for by 409 slip.needed"`
	}
}

type familyToken struct {
	Refresh string `cookie:"tongjian_family" hidden:"true"`
}

// Parent is a guardian as they see themselves.
type Parent struct {
	Phone string `json:"phone" doc:"The number signed in with"`
}

type familySession struct {
	Token
	Me Parent `json:"me"`
}

type familyAnswer struct {
	SetCookie http.Cookie `header:"Set-Cookie" hidden:"true"`
	Body      familySession
}

func (g *Gate) familyRoutes() {
	ask := huma.Operation{Method: http.MethodPost, Path: "/code", OperationID: "askCode", Summary: "Have a code sent; the same answer for every number", DefaultStatus: http.StatusAccepted}
	Handle(g.Family, Anyone(), ask, g.familyCode)
	session := huma.Operation{Method: http.MethodPost, Path: "/session", OperationID: "signIn", Summary: "Sign in with a code", DefaultStatus: http.StatusOK}
	Handle(g.Family, Anyone(), session, g.familySignIn)
	refresh := huma.Operation{Method: http.MethodPost, Path: "/session/refresh", OperationID: "refresh", Summary: "Change the cookie for a new access token"}
	Handle(g.Family, Anyone(), refresh, g.familyRefresh)
	leave := huma.Operation{Method: http.MethodDelete, Path: "/session", OperationID: "signOut", Summary: "Sign out"}
	Handle(g.Family, Anyone(), leave, g.familyLeave)
	me := huma.Operation{Method: http.MethodGet, Path: "/me", OperationID: "me", Summary: "Who is signed in"}
	Handle(g.Family, Guardian(), me, g.familyMe)
}

func (g *Gate) familyCode(ctx context.Context, in *codeInput) (*codeAnswer, error) {
	phone, err := records.Phone(in.Body.Phone)
	if err != nil {
		return nil, err
	}
	if err := g.addresses.allow("code", CallerOf(ctx).Address); err != nil {
		return nil, err
	}
	code, err := g.askCode(ctx, phone, in.Body.Language)
	if err != nil {
		return nil, err
	}
	out := &codeAnswer{}
	out.Body.ExpiresIn, out.Body.RetryAfter = int(codeLife.Seconds()), int(codeEvery.Seconds())
	if g.demo { // for every number too: for one without an account it opens nothing
		out.Body.DemoCode = code
	}
	return out, nil
}

func (g *Gate) familySignIn(ctx context.Context, in *familySignIn) (*familyAnswer, error) {
	phone, err := records.Phone(in.Body.Phone)
	if err != nil {
		return nil, err
	}
	if err := g.addresses.allow("signin", CallerOf(ctx).Address); err != nil {
		return nil, err
	}
	subject, err := g.byCode(ctx, phone, in.Body.Code, in.Body.Slip)
	if err != nil {
		return nil, err
	}
	if err := g.leave(ctx, in.Old); err != nil {
		return nil, err
	}
	_, t, err := g.begin(ctx, familyKind, phone, subject)
	if err != nil {
		return nil, err
	}
	return g.familyAnswer(t, phone, subject)
}

// byCode signs a number in by its code, and by the slip the first time. It
// gives the account's subject.
func (g *Gate) byCode(ctx context.Context, phone, code, slip string) (string, error) {
	if err := g.tryCode(ctx, phone, code); err != nil {
		return "", err
	}
	a, err := g.account(ctx, phone)
	if err != nil {
		return "", err
	}
	if a.State != Waiting && a.State != Open {
		return "", errCode
	}
	if a.State == Waiting {
		if err := g.checkSlip(ctx, phone, slip); err != nil {
			return "", err
		}
	}
	if err := g.useCode(ctx, phone, code); err != nil {
		return "", err
	}
	return a.Subject, g.open(ctx, phone)
}

func (g *Gate) familyRefresh(ctx context.Context, in *familyToken) (*familyAnswer, error) {
	if err := g.addresses.allow("refresh", CallerOf(ctx).Address); err != nil {
		return nil, err
	}
	s, t, err := g.refresh(ctx, familyKind, in.Refresh)
	if err != nil {
		return nil, err
	}
	return g.familyAnswer(t, s.Who, s.Subject)
}

func (g *Gate) familyLeave(ctx context.Context, in *familyToken) (*goodbye, error) {
	return &goodbye{g.cookie(familyCookie, familyPath, "", -1)}, g.leave(ctx, in.Refresh)
}

func (g *Gate) familyAnswer(t refreshToken, phone, subject string) (*familyAnswer, error) {
	text, err := g.accessToken(familyKind, t.session(), subject)
	if err != nil {
		return nil, err
	}
	return &familyAnswer{
		SetCookie: g.cookie(familyCookie, familyPath, t.String(), lives[familyKind].idle),
		Body:      familySession{Token{text, int(tokenLife.Seconds())}, Parent{phone}},
	}, nil
}

type parentAnswer struct{ Body Parent }

func (g *Gate) familyMe(ctx context.Context, _ *struct{}) (*parentAnswer, error) {
	return &parentAnswer{Parent{CallerOf(ctx).Phone}}, nil
}

// loopback tells whether a host is this machine.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
