package gate_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"tongjian/server/gate"
)

func TestRefresh(t *testing.T) {
	h := build(t, nil, nil)
	p := h.doctor("wang")
	_, first := h.signedIn("wang")
	second := h.refresh(first)
	h.want("refreshing", second, 200, "")
	if second.cookie == first || len(second.cookie) != 64 {
		t.Errorf("the next token is %q, want another of 48 bytes", second.cookie)
	}
	token, _ := second.json["accessToken"].(string)
	h.want("the access token of a refresh", h.me(token), 200, "")

	h.pass(59 * time.Second)
	lost := h.refresh(first) // the answer got lost
	h.want("the one before, within its minute", lost, 200, "")
	if lost.cookie != second.cookie {
		t.Error("the one before gives another successor than the first time")
	}
	third := h.refresh(second.cookie)
	h.want("the successor", third, 200, "")
	h.want("the one before, after its successor was used", h.refresh(first), 401, "session.ended")
	h.want("the newest, after the family was replayed", h.refresh(third.cookie), 401, "session.ended")
	h.want("an access token of that session", h.me(token), 401, "session.ended")
	if open := h.sessions(p.ID); len(open) != 0 {
		t.Errorf("open sessions %v, want none", open)
	}
}

func TestReuseAfterGrace(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	_, first := h.signedIn("wang")
	second := h.refresh(first).cookie
	h.pass(61 * time.Second)
	h.want("the one before, after its minute", h.refresh(first), 401, "session.ended")
	h.want("the newest after that", h.refresh(second), 401, "session.ended")
}

func TestRefreshAtOnce(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	_, first := h.signedIn("wang")
	var mu sync.Mutex
	next := map[string]int{}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			r := h.refresh(first)
			mu.Lock()
			defer mu.Unlock()
			next[r.cookie]++
		})
	}
	all.Wait()
	if len(next) != 1 || next[""] != 0 {
		t.Errorf("8 refreshes at once gave %v, want one successor", next)
	}
	for cookie := range next {
		h.want("the successor", h.refresh(cookie), 200, "")
	}
}

func TestRefreshNonsense(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	token, good := h.signedIn("wang")
	_, family := h.parent(mother)
	for name, cookie := range map[string]string{
		"nothing": "", "text": "abc", "another's": strings.Repeat("A", 64), "longer": good + "AAAA", "a parent's": family,
	} {
		h.want(name, h.refresh(cookie), 401, "session.ended")
	}
	h.want("the session after that", h.me(token), 200, "")
	if r := h.do(try{method: "POST", path: "/mobile/v1/session/refresh", cookie: "tongjian_family=" + good}); r.status != 401 {
		t.Errorf("a doctor's token with the parents = %d, want 401", r.status)
	}
	h.want("the token itself", h.refresh(good), 200, "")
}

// TestStolenStore holds that what the store keeps signs nobody in.
func TestStolenStore(t *testing.T) {
	h := build(t, nil, nil)
	p := h.doctor("wang")
	_, first := h.signedIn("wang")
	second := h.refresh(first).cookie
	row, err := h.store.Row(context.Background(), "session", h.sessions(p.ID)[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{first, second, first[22:], second[22:]} {
		if strings.Contains(string(row.Body), secret) {
			t.Errorf("the store holds a refresh token: %s", row.Body)
		}
	}
}

func TestSessionLife(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	_, idle := h.signedIn("wang")
	h.pass(12*time.Hour + time.Second)
	h.want("after twelve idle hours", h.refresh(idle), 401, "session.ended")
	_, busy := h.signedIn("wang")
	for range 16 {
		h.pass(10 * time.Hour)
		r := h.refresh(busy)
		h.want("within seven days", r, 200, "")
		busy = r.cookie
	}
	h.pass(8*time.Hour + time.Second)
	h.want("after seven days", h.refresh(busy), 401, "session.ended")
	if err := h.gate.Sweep(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestSignOut(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	token, refresh := h.signedIn("wang")
	leave := try{method: "DELETE", path: "/api/v1/session", cookie: "tongjian_staff=" + refresh}
	r := h.do(leave)
	h.want("signing out", r, 204, "")
	if c := r.header.Get("Set-Cookie"); !strings.Contains(c, "Max-Age=0") || !strings.Contains(c, "Path=/api/v1/session") {
		t.Errorf("cookie %q, want it gone", c)
	}
	h.want("the access token", h.me(token), 401, "session.ended")
	h.want("the refresh token", h.refresh(refresh), 401, "session.ended")
	h.want("signing out again", h.do(leave), 204, "")
	h.want("signing out without a cookie", h.do(try{method: "DELETE", path: "/api/v1/session"}), 204, "")
}

// TestNextDoctor holds that who signs in at a shared computer ends the session
// of the one before.
func TestNextDoctor(t *testing.T) {
	h := build(t, nil, nil)
	h.doctor("wang")
	h.doctor("zhang")
	token, refresh := h.signedIn("wang")
	r := h.do(try{method: "POST", path: "/api/v1/session", cookie: "tongjian_staff=" + refresh, body: map[string]string{"login": "zhang", "password": goodPassword}})
	h.want("the next doctor", r, 200, "")
	h.want("the one before", h.me(token), 401, "session.ended")
}

// TestEndedElsewhere holds that another node sees an ended access within five seconds.
func TestEndedElsewhere(t *testing.T) {
	h := build(t, nil, nil)
	_, there := h.another(nil, nil)
	p := h.doctor("wang")
	token, _ := h.signedIn("wang")
	me := try{method: "GET", path: "/api/v1/me", token: token, at: there}
	h.want("before", h.do(me), 200, "")
	if err := h.gate.EndPerson(context.Background(), p.ID); err != nil {
		t.Fatal(err)
	}
	h.want("here, at once", h.me(token), 401, "session.ended")
	h.pass(5 * time.Second)
	h.want("at the other node after five seconds", h.do(me), 401, "session.ended")
	h.want("signing in again", h.signIn("wang", goodPassword), 401, "signin.wrong")
}

func TestSweep(t *testing.T) {
	h := build(t, func(c *gate.Config) { c.Demo = true }, nil)
	p := h.doctor("wang")
	h.signedIn("wang")
	h.askCode(mother)
	h.signIn("nobody", "wrong password")
	h.pass(400 * 24 * time.Hour)
	if err := h.gate.Sweep(context.Background()); err != nil {
		t.Fatal(err)
	}
	if open := h.sessions(p.ID); len(open) != 0 {
		t.Errorf("sessions after the sweep: %v, want none", open)
	}
	if _, err := h.gate.Person(context.Background(), p.ID); err != nil {
		t.Errorf("the person after the sweep: %v, want them still there", err)
	}
}
