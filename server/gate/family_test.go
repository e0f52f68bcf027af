package gate_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tongjian/records"
	"tongjian/server/gate"
)

const stranger = "+8613800000009"

// wrongCode is another code than the one given.
func wrongCode(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func (h *house) state(phone string) gate.State {
	h.Helper()
	s, err := h.gate.GuardianState(context.Background(), phone)
	if err != nil {
		h.Fatal(err)
	}
	return s
}

func TestParentSignIn(t *testing.T) {
	h := build(t, nil, nil)
	if s := h.state(mother); s != "" {
		t.Errorf("state before = %q, want none", s)
	}
	slip := h.slip("138 0000 0001")
	if !regexp.MustCompile(`^[0-9]{4} [0-9]{4}$`).MatchString(slip) || h.state(mother) != gate.Waiting {
		t.Errorf("IssueSlip = %q, state %q, want 8 digits and new", slip, h.state(mother))
	}
	ask := h.askCode("0086 138-0000-0001")
	h.want("asking for a code", ask, 202, "")
	if ask.body != "{\"expiresIn\":300,\"retryAfter\":60}\n" {
		t.Errorf("answer = %s, want the two times alone", ask.body)
	}
	code := h.sent(mother, 1)
	h.want("a wrong code", h.byCode(mother, wrongCode(code), ""), 401, "code.wrong")
	h.want("a wrong code with the slip", h.byCode(mother, wrongCode(code), slip), 401, "code.wrong")
	h.want("the right code", h.byCode(mother, code, ""), 409, "slip.needed")
	h.want("and a wrong slip", h.byCode(mother, code, "0000 0000"), 422, "slip.wrong")
	r := h.byCode("13800000001", code[:3]+" "+code[3:], strings.ReplaceAll(slip, " ", "-"))
	h.want("and the right slip", r, 200, "")
	if c := r.header.Get("Set-Cookie"); !strings.Contains(c, "tongjian_family=") || !strings.Contains(c, "Path=/mobile/v1/session;") || !strings.Contains(c, "Max-Age=5184000") || !strings.Contains(c, "HttpOnly") {
		t.Errorf("cookie %q, want the parents' own", c)
	}
	token, _ := r.json["accessToken"].(string)
	if m := h.do(try{method: "GET", path: "/mobile/v1/me", token: token}); m.status != 200 || m.json["phone"] != mother {
		t.Errorf("me = %d %s, want the number", m.status, m.body)
	}
	if h.state(mother) != gate.Open {
		t.Errorf("state after = %q, want open", h.state(mother))
	}
	h.want("the same code again", h.byCode(mother, code, slip), 401, "code.wrong")

	h.pass(time.Minute)
	h.askCode(mother)
	h.want("the second time, without the slip", h.byCode(mother, h.sent(mother, 2), ""), 200, "")
	h.pass(59 * 24 * time.Hour)
	next := h.do(try{method: "POST", path: "/mobile/v1/session/refresh", cookie: "tongjian_family=" + r.cookie})
	h.want("refreshing after 59 days", next, 200, "")
	h.want("signing out", h.do(try{method: "DELETE", path: "/mobile/v1/session", cookie: "tongjian_family=" + next.cookie}), 204, "")
	h.want("refreshing after that", h.do(try{method: "POST", path: "/mobile/v1/session/refresh", cookie: "tongjian_family=" + next.cookie}), 401, "session.ended")
	for _, personal := range []string{"13800000001", "138 0000 0001", code, slip, token} {
		if strings.Contains(h.log.String(), personal) {
			t.Errorf("the log holds %q", personal)
		}
	}
	if !strings.Contains(token, ".") || strings.Contains(decoded(token), "1380000") {
		t.Errorf("the access token holds the number: %s", decoded(token))
	}
}

// TestAnyNumber holds that a number without an account gets the same answers
// as one that has one, and no text.
func TestAnyNumber(t *testing.T) {
	h := build(t, nil, nil)
	h.parent("+8613800000002") // has an account, and is ended
	if err := h.gate.EndGuardian(context.Background(), "13800000002"); err != nil {
		t.Fatal(err)
	}
	h.slip(mother)
	h.pass(time.Hour)
	answers := map[string]string{}
	numbers := []string{mother, stranger, "+8613800000002", "0571-85120000", "+4915112345678"}
	for _, phone := range numbers {
		var all []string
		h.pass(time.Minute) // the address is the same
		for range 2 {       // the second comes too soon
			r := h.askCode(phone)
			delete(r.json, "request")
			all = append(all, fmt.Sprint(r.status, r.json, r.header.Get("Retry-After")))
		}
		for range 7 {
			r := h.byCode(phone, "12345x", "")
			delete(r.json, "request")
			all = append(all, fmt.Sprint(r.status, r.json, r.header.Get("Retry-After")))
		}
		answers[phone] = strings.Join(all, "\n")
		if answers[phone] != answers[mother] {
			t.Errorf("answers for %s:\n%s\nwant those for a parent:\n%s", phone, answers[phone], answers[mother])
		}
	}
	if h.sent(mother, 1) == "" {
		t.Error("the parent gets no code")
	}
	h.gate.Close() // waits for texts on their way
	out, err := os.ReadFile(h.outbox)
	if err != nil {
		t.Fatal(err)
	}
	for _, phone := range numbers[1:] {
		want := 0
		if phone == "+8613800000002" {
			want = 1 // from before its end
		}
		if got := strings.Count(string(out), phone[1:]); got != want {
			t.Errorf("%d texts to %s, want %d", got, phone, want)
		}
	}
	h.want("not a number", h.askCode("1380000000"), 422, "phone.length")
}

func TestCodeLimits(t *testing.T) {
	h := build(t, nil, nil)
	h.slip(mother)
	h.want("the first", h.askCode(mother), 202, "")
	h.pass(59 * time.Second)
	soon := h.askCode("13800000001")
	h.want("a second too early", soon, 429, "code.soon")
	if soon.header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After = %s, want 1", soon.header.Get("Retry-After"))
	}
	for range 4 {
		h.pass(time.Minute)
		h.want("a minute later", h.askCode(mother), 202, "")
	}
	h.pass(time.Minute)
	h.want("the sixth in an hour", h.askCode(mother), 429, "code.many")
	for range 5 {
		h.pass(time.Hour)
		h.want("an hour later", h.askCode(mother), 202, "")
	}
	h.pass(time.Hour)
	h.want("the eleventh in a day", h.askCode(mother), 429, "code.many")
	h.want("another number", h.askCode(stranger), 202, "")
	h.pass(24 * time.Hour)
	h.want("the next day", h.askCode(mother), 202, "")
	last := reply{}
	for i := range 40 {
		if last = h.askCode(fmt.Sprintf("138000001%02d", i)); last.status != 202 {
			break
		}
	}
	h.want("many numbers from one address", last, 429, "address.many")
}

func TestCodeEnds(t *testing.T) {
	h := build(t, nil, nil)
	slip := h.slip(mother)
	h.askCode(mother)
	code := h.sent(mother, 1)
	for range 5 {
		h.want("a wrong code", h.byCode(mother, wrongCode(code), slip), 401, "code.wrong")
	}
	h.want("the right one after five tries", h.byCode(mother, code, slip), 401, "code.wrong")
	h.pass(time.Minute)
	h.askCode(mother)
	h.pass(5 * time.Minute)
	h.want("the right one after five minutes", h.byCode(mother, h.sent(mother, 2), slip), 401, "code.wrong")
	h.askCode(mother)
	old := h.sent(mother, 3)
	h.pass(time.Minute)
	h.askCode(mother)
	code = h.sent(mother, 4)
	if old != code {
		h.want("an older code", h.byCode(mother, old, slip), 401, "code.wrong")
	}
	h.want("the newest code", h.byCode(mother, code, slip), 200, "")
}

func TestCodeAtOnce(t *testing.T) {
	h := build(t, nil, nil)
	slip := h.slip(mother)
	h.askCode(mother)
	code := h.sent(mother, 1)
	var mu sync.Mutex
	counts := map[int]int{}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			r := h.byCode(mother, code, slip)
			mu.Lock()
			defer mu.Unlock()
			counts[r.status]++
		})
	}
	all.Wait()
	if counts[200] != 1 {
		t.Errorf("one code four times at once = %v, want one sign-in", counts)
	}
}

func TestSlip(t *testing.T) {
	h := build(t, nil, nil)
	first := h.slip(mother)
	second := h.slip(mother)
	n := 0
	sign := func(slip string) reply {
		h.pass(20 * time.Minute)
		h.askCode(mother)
		n++
		return h.byCode(mother, h.sent(mother, n), slip)
	}
	h.want("an older slip", sign(first), 422, "slip.wrong")
	h.pass(31 * 24 * time.Hour)
	h.want("after 30 days", sign(second), 409, "slip.over")
	third := h.slip(mother)
	for range 5 {
		h.want("a wrong slip", sign("1111 111"), 422, "slip.wrong")
	}
	h.want("the right one after five tries", sign(third), 409, "slip.over")
	fourth := h.slip(mother)
	r := sign(fourth)
	h.want("a new slip", r, 200, "")
	token, _ := r.json["accessToken"].(string)
	fifth := h.slip(mother)
	h.want("an open session when a slip is given again", h.do(try{method: "GET", path: "/mobile/v1/me", token: token}), 200, "")
	h.want("the next sign-in after that", sign(""), 409, "slip.needed")
	h.want("with the slip", sign(fifth), 200, "")
	for _, phone := range []string{"0571-85120000", "1380000000", ""} {
		var invalid *records.Invalid
		if _, err := h.gate.IssueSlip(context.Background(), phone); !errors.As(err, &invalid) || invalid.Field != "phone" {
			t.Errorf("IssueSlip(%q) = %v, want Invalid on phone", phone, err)
		}
	}
}

func TestEndGuardian(t *testing.T) {
	h := build(t, nil, nil)
	_, there := h.another(nil, nil)
	token, refresh := h.parent(mother)
	me := try{method: "GET", path: "/mobile/v1/me", token: token, at: there}
	h.want("before", h.do(me), 200, "")
	h.pass(time.Minute)
	h.askCode(mother)
	code := h.sent(mother, 2)
	if err := h.gate.EndGuardian(context.Background(), mother); err != nil {
		t.Fatal(err)
	}
	if h.state(mother) != gate.Ended {
		t.Errorf("state = %q, want ended", h.state(mother))
	}
	h.want("a code from before", h.byCode(mother, code, ""), 401, "code.wrong")
	h.want("refreshing", h.do(try{method: "POST", path: "/mobile/v1/session/refresh", cookie: "tongjian_family=" + refresh}), 401, "session.ended")
	me.at = ""
	h.want("here, at once", h.do(me), 401, "session.ended")
	h.pass(5 * time.Second)
	me.at = there
	h.want("at another node after five seconds", h.do(me), 401, "session.ended")
	if err := h.gate.EndGuardian(context.Background(), stranger); err != nil {
		t.Errorf("EndGuardian of a number without an account = %v, want no error", err)
	}
	if err := h.gate.EndGuardian(context.Background(), "1380000000"); err == nil {
		t.Error("EndGuardian of half a number = nil, want an error")
	}
	slip := h.slip(mother)
	h.pass(time.Minute)
	h.askCode(mother)
	h.want("after a new slip", h.byCode(mother, h.sent(mother, 3), slip), 200, "")
}

func TestDemo(t *testing.T) {
	h := build(t, func(c *gate.Config) { c.Demo = true }, nil)
	slip := h.slip(mother)
	code, _ := h.askCode(mother).json["demoCode"].(string)
	if code == "" || code != h.sent(mother, 1) {
		t.Errorf("demoCode = %q, want the one that was sent", code)
	}
	h.want("signing in by it", h.byCode(mother, code, slip), 200, "")
	decoy, _ := h.askCode(stranger).json["demoCode"].(string)
	if len(decoy) != 6 {
		t.Errorf("demoCode of a number without an account = %q, want one all the same", decoy)
	}
	h.want("signing in by that", h.byCode(stranger, decoy, ""), 401, "code.wrong")
}
