package gate_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"tongjian/records"
	"tongjian/server/gate"
)

func TestSignIn(t *testing.T) {
	h := build(t, nil, nil)
	p := h.doctor("Wang ")
	r := h.signIn(" WANG", goodPassword)
	h.want("signing in", r, 200, "")
	me, _ := r.json["me"].(map[string]any)
	if me["id"] != p.ID || me["login"] != "wang" || me["role"] != "village" || r.json["expiresIn"] != 600.0 {
		t.Errorf("signing in = %s, want who it is and ten minutes", r.body)
	}
	if strings.Contains(r.body, "argon2") || strings.Contains(r.body, r.cookie) {
		t.Errorf("the answer holds a secret: %s", r.body)
	}
	c := r.header.Get("Set-Cookie")
	for _, want := range []string{"tongjian_staff=", "Path=/api/v1/session;", "HttpOnly", "SameSite=Strict", "Max-Age=43200"} {
		if !strings.Contains(c, want) {
			t.Errorf("cookie %q lacks %s", c, want)
		}
	}
	if strings.Contains(c, "Secure") {
		t.Errorf("cookie %q is Secure on plain loopback", c)
	}
	token, _ := r.json["accessToken"].(string)
	if m := h.me(token); m.json["login"] != "wang" || m.json["name"] != "王医生" || m.json["clinic"] != "339999001001" {
		t.Errorf("me = %s, want the person", m.body)
	}
	for _, url := range []string{"https://clinic.example", "http://clinic.example"} {
		h.gate, h.url = h.another(func(c *gate.Config) { c.PublicURL = url }, nil)
		if c := h.signIn("wang", goodPassword).header.Get("Set-Cookie"); !strings.Contains(c, "Secure") {
			t.Errorf("at %s the cookie %q is not Secure", url, c)
		}
	}
}

// TestSameAnswer holds that nobody learns from an answer which logins exist:
// the failures, the lock and its length are the same.
func TestSameAnswer(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	gone := h.doctor("gone")
	if err := h.gate.EndPerson(context.Background(), gone.ID); err != nil {
		t.Fatal(err)
	}
	answers := map[string][]string{}
	for _, login := range []string{"wang", "nobody", "gone", "not a login"} {
		for range 7 {
			r := h.signIn(login, "wrong password")
			delete(r.json, "request")
			answers[login] = append(answers[login], fmt.Sprint(r.status, r.json, r.header.Get("Retry-After"), r.header.Get("Set-Cookie")))
		}
	}
	for login, got := range answers {
		if !reflect.DeepEqual(got, answers["wang"]) {
			t.Errorf("answers for %s:\n%s\nwant those for wang:\n%s", login, strings.Join(got, "\n"), strings.Join(answers["wang"], "\n"))
		}
	}
	h.want("the right password of an ended person", h.signIn("gone", goodPassword), 429, "signin.locked")
	h.pass(time.Hour)
	h.want("and later", h.signIn("gone", goodPassword), 401, "signin.wrong")
}

func TestLock(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	for i := range 5 {
		h.want(fmt.Sprintf("wrong password %d", i+1), h.signIn("wang", "wrong password"), 401, "signin.wrong")
	}
	rests := []time.Duration{30, 60, 120, 240, 480, 900, 900}
	for _, rest := range rests {
		rest *= time.Second
		r := h.signIn("wang", goodPassword)
		h.want("the right password while the login rests", r, 429, "signin.locked")
		if got := r.header.Get("Retry-After"); got != fmt.Sprint(rest.Seconds()) {
			t.Errorf("Retry-After = %s, want %v", got, rest.Seconds())
		}
		h.pass(rest - time.Second)
		h.want("a second too early", h.signIn("wang", goodPassword), 429, "signin.locked")
		h.pass(time.Second)
		h.want("a wrong one after the rest", h.signIn("wang", "wrong password"), 401, "signin.wrong")
	}
	p, err := h.gate.PersonByLogin(context.Background(), "wang")
	if err != nil || p.Failures != 12 || !p.Locked.After(h.now()) || p.Password != "" {
		t.Errorf("PersonByLogin = %+v (%v), want 12 failures, a lock and no password", p, err)
	}
	h.pass(15 * time.Minute)
	h.want("the right one at last", h.signIn("wang", goodPassword), 200, "")
	h.want("a wrong one after that", h.signIn("wang", "wrong password"), 401, "signin.wrong")
	h.want("the right one after one wrong", h.signIn("wang", goodPassword), 200, "")
}

// TestManyAtOnce holds that guesses made at the same time are counted before
// they are looked at.
func TestManyAtOnce(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	var mu sync.Mutex
	counts := map[int]int{}
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			r := h.signIn("wang", "wrong password")
			mu.Lock()
			defer mu.Unlock()
			counts[r.status]++
		})
	}
	all.Wait()
	if counts[401] != 5 || counts[429] != 11 {
		t.Errorf("16 guesses at once = %v, want 5 looked at and 11 refused", counts)
	}
}

func TestUnlock(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	add := func(login string, role records.Role, area string) {
		if _, err := h.gate.AddPerson(context.Background(), records.Person{Login: login, Name: login, Role: role, Areas: []string{area}, Clinic: area}, goodPassword); err != nil {
			t.Fatal(err)
		}
	}
	add("colleague", records.Village, "339999001001")
	add("elsewhere", records.Township, "339999002")
	add("township", records.Township, "339999001")
	add("admin", records.Administrator, "339999")
	for _, tt := range []struct {
		by     string
		status int
		code   string
		after  int
	}{{"colleague", 403, "forbidden", 429}, {"elsewhere", 404, "not.found", 429}, {"township", 204, "", 200}, {"admin", 204, "", 200}} {
		for range 5 {
			h.signIn("wang", "wrong password")
		}
		token, _ := h.signedIn(tt.by)
		unlock := try{method: "POST", path: "/api/v1/staff/wang/unlock", token: token}
		h.want("unlocking by "+tt.by, h.do(unlock), tt.status, tt.code)
		if r := h.signIn("wang", goodPassword); r.status != tt.after {
			t.Errorf("signing in after unlocking by %s = %d, want %d", tt.by, r.status, tt.after)
		}
		h.pass(16 * time.Minute)
	}
	token, _ := h.signedIn("admin")
	h.want("unlocking nobody", h.do(try{method: "POST", path: "/api/v1/staff/nobody/unlock", token: token}), 404, "not.found")
}

func TestAddressLimit(t *testing.T) {
	h := build(t, nil, nil)
	last := reply{}
	for i := range 40 {
		if last = h.signIn(fmt.Sprintf("login%d", i), "wrong password"); last.status == 429 {
			break
		}
	}
	h.want("many logins from one address", last, 429, "address.many")
	if last.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	h.pass(time.Minute)
	h.want("a minute later", h.signIn("other", "wrong password"), 401, "signin.wrong")
}

func TestAddPerson(t *testing.T) {
	h := build(t, nil, nil)
	ctx := context.Background()
	good := records.Person{Login: "li", Name: "李医生", Role: records.Township, Areas: []string{"339999001"}, Clinic: "339999001"}
	tests := []struct {
		name     string
		change   func(*records.Person)
		password string
		field    string
	}{
		{"login with a space", func(p *records.Person) { p.Login = "li si" }, goodPassword, "login"},
		{"no name", func(p *records.Person) { p.Name = " " }, goodPassword, "name"},
		{"a guardian", func(p *records.Person) { p.Role = records.Guardian }, goodPassword, "role"},
		{"no role", func(p *records.Person) { p.Role = "" }, goodPassword, "role"},
		{"no areas", func(p *records.Person) { p.Areas = nil }, goodPassword, "areas"},
		{"the whole country", func(p *records.Person) { p.Areas = []string{""} }, goodPassword, "areas"},
		{"half a code", func(p *records.Person) { p.Clinic = "33999900" }, goodPassword, "clinic"},
		{"short password", func(*records.Person) {}, "123456789", "password"},
		{"login in the password", func(p *records.Person) { p.Login = "longlogin" }, "LongLogin2026", "password"},
		{"long password", func(*records.Person) {}, strings.Repeat("长", 43), "password"},
	}
	for _, tt := range tests {
		p := good
		tt.change(&p)
		var invalid *records.Invalid
		if _, err := h.gate.AddPerson(ctx, p, tt.password); !errors.As(err, &invalid) || invalid.Field != tt.field {
			t.Errorf("%s: AddPerson = %v, want Invalid on %s", tt.name, err, tt.field)
		}
	}
	added, err := h.gate.AddPerson(ctx, good, "一个相当长的好密码句子")
	if err != nil || added.ID == "" || added.Version != 1 || added.Password != "" {
		t.Errorf("AddPerson = %+v, %v, want an id, version 1 and no password", added, err)
	}
	if _, err := h.gate.AddPerson(ctx, good, goodPassword); !errors.Is(err, records.ErrConflict) {
		t.Errorf("the same login again: AddPerson = %v, want a conflict", err)
	}
	got, err := h.gate.Person(ctx, added.ID)
	if err != nil || !reflect.DeepEqual(got, added) {
		t.Errorf("Person = %+v, %v, want %+v", got, err, added)
	}
	if _, err := h.gate.PersonByLogin(ctx, "nobody"); !errors.Is(err, records.ErrNotFound) {
		t.Errorf("PersonByLogin(nobody) = %v, want ErrNotFound", err)
	}
	h.doctor("wang")
	for area, want := range map[string]int{"": 2, "339999": 2, "339999001": 2, "339999001001": 1, "339999002": 0} {
		list, err := h.gate.Persons(ctx, area, "", 100)
		if err != nil || len(list) != want {
			t.Errorf("Persons(%q) = %d, %v, want %d", area, len(list), err, want)
		}
		for _, p := range list {
			if p.Password != "" || p.Login == "" {
				t.Errorf("Persons(%q) has %+v, want a login and no password", area, p)
			}
		}
	}
}

// TestLoginRace lets many ask for one login at the same time.
func TestLoginRace(t *testing.T) {
	h := build(t, nil, nil)
	var mu sync.Mutex
	got := 0
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := h.gate.AddPerson(context.Background(), records.Person{Login: "li", Name: "李", Role: records.Village, Areas: []string{"339999"}}, goodPassword)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				got++
			} else if !errors.Is(err, records.ErrConflict) {
				t.Errorf("AddPerson = %v, want a conflict", err)
			}
		})
	}
	all.Wait()
	if got != 1 {
		t.Errorf("%d got the login, want 1", got)
	}
}

func TestPasswords(t *testing.T) {
	h := build(t, nil, nil)
	p := h.doctor("wang")
	here, _ := h.signedIn("wang")
	there, _ := h.signedIn("wang")
	change := func(old, new string) reply {
		return h.do(try{method: "POST", path: "/api/v1/me/password", token: here, body: map[string]string{"old": old, "password": new}})
	}
	h.want("a wrong old password", change("wrong password", "another good one"), 422, "password.wrong")
	h.want("a short new password", change(goodPassword, "short"), 422, "password.short")
	h.want("changing it", change(goodPassword, "another good one"), 204, "")
	h.want("this session", h.me(here), 200, "")
	h.want("the other session", h.me(there), 401, "session.ended")
	h.want("the old password", h.signIn("wang", goodPassword), 401, "signin.wrong")
	h.want("the new password", h.signIn("wang", "another good one"), 200, "")
	if err := h.gate.SetPassword(context.Background(), p.ID, goodPassword); err != nil {
		t.Fatal(err)
	}
	h.want("this session, after it was set", h.me(here), 401, "session.ended")
	h.want("the password that was set", h.signIn("wang", goodPassword), 200, "")
}

func TestAway(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	token, refresh := h.signedIn("wang")
	h.store.Close()
	h.pass(10 * time.Second)
	for name, r := range map[string]reply{"me": h.me(token), "refresh": h.refresh(refresh), "sign-in": h.signIn("wang", goodPassword), "code": h.askCode(mother)} {
		h.want(name+" while the store is away", r, http.StatusServiceUnavailable, "unavailable")
		if r.header.Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", name)
		}
	}
}
