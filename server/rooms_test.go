package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"tongjian/records"
	"tongjian/server/notice"
)

// chair is somebody's socket in a room.
type chair struct {
	t    testing.TB
	ws   *websocket.Conn
	said chan map[string]any // closed with the socket
}

type ticketText struct{ Ticket, Room, URL string }

// sit joins with a ticket and gives the first answer: welcome, or error with its code.
func (s *service) sit(t testing.TB, ticket ticketText) (*chair, map[string]any) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ws, _, err := websocket.Dial(ctx, ticket.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	ws.SetReadLimit(1 << 20)
	c := &chair{t, ws, make(chan map[string]any, 1000)}
	t.Cleanup(func() { stop(); ws.CloseNow() })
	c.say(map[string]any{"type": "hello", "ticket": ticket.Ticket, "room": ticket.Room})
	go func() {
		defer close(c.said)
		for {
			_, text, err := ws.Read(ctx)
			if err != nil {
				return
			}
			var m map[string]any
			if json.Unmarshal(text, &m) == nil && m["type"] != "pong" {
				c.said <- m
			}
		}
	}()
	go func() {
		for ctx.Err() == nil {
			_ = ws.Write(ctx, websocket.MessageText, []byte(`{"type":"ping","n":1}`))
			time.Sleep(time.Second)
		}
	}()
	return c, <-c.said
}

func (c *chair) say(m map[string]any) {
	c.t.Helper()
	text, _ := json.Marshal(m)
	if err := c.ws.Write(context.Background(), websocket.MessageText, text); err != nil {
		c.t.Fatal(err)
	}
}

// hears waits for a message of a kind; nil when the socket closes first or nothing of it comes.
func (c *chair) hears(kind string, within time.Duration) map[string]any {
	late := time.After(within)
	for {
		select {
		case m, ok := <-c.said:
			if !ok {
				return nil
			}
			if m["type"] == kind {
				return m
			}
		case <-late:
			return nil
		}
	}
}

// inbox gives the texts that were sent to a phone.
func (s *service) inbox(t testing.TB, phone string) []string {
	t.Helper()
	for range 100 { // codes are sent beside the answer
		text, _ := os.ReadFile(filepath.Join(s.config.DataDir, "outbox.ndjson"))
		var out []string
		for line := range strings.Lines(string(text)) {
			var m notice.Message
			if json.Unmarshal([]byte(line), &m) == nil && m.To == phone {
				out = append(out, m.Text)
			}
		}
		if len(out) > 0 {
			return out
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("nothing was sent to %s", phone)
	return nil
}

// call is a consult that was taken, in a county with a mother who has signed in.
type call struct {
	*service
	village, doctor, mother  string // tokens
	child, guardian, consult string
}

var codeInText = regexp.MustCompile(`\b\d{6}\b`)

func startCall(t testing.TB) *call {
	t.Helper()
	s := start(t)
	c := &call{service: s, child: records.NewID(), consult: records.NewID()}
	c.village = s.staff(t, "v1", records.Village, "339999101201")
	c.doctor = s.staff(t, "p1", records.Paediatrician, "339999")
	var child records.Child
	s.must(t, c.village, "POST", "/api/v1/children", childBody(c.child), &child)
	c.guardian = child.Guardians[0].ID
	c.mother = s.signInMother(t, c.village, c.child, c.guardian)
	s.must(t, c.village, "POST", "/api/v1/consults", map[string]any{"id": c.consult, "child": c.child, "urgency": "emergency"}, nil)
	s.must(t, c.doctor, "POST", "/api/v1/consults/"+c.consult+"/accept", nil, nil)
	return c
}

func (s *service) signInMother(t testing.TB, village, child, guardian string) string {
	t.Helper()
	var slip struct{ Slip, Phone string }
	s.must(t, village, "POST", "/api/v1/children/"+child+"/guardians/"+guardian+"/slip", nil, &slip)
	s.must(t, "", "POST", "/mobile/v1/code", map[string]string{"phone": slip.Phone, "language": "en"}, nil)
	texts := s.inbox(t, slip.Phone)
	code := codeInText.FindString(texts[len(texts)-1])
	var got struct{ AccessToken string }
	s.must(t, "", "POST", "/mobile/v1/session", map[string]string{"phone": slip.Phone, "code": code, "slip": slip.Slip}, &got)
	return got.AccessToken
}

func (c *call) ticket(t testing.TB, token string) ticketText {
	t.Helper()
	var out ticketText
	c.must(t, token, "POST", "/api/v1/consults/"+c.consult+"/ticket", nil, &out)
	return out
}

// invite sends the mother a link and gives the invitation and a ticket for it.
func (c *call) invite(t testing.TB) (records.Invitation, ticketText) {
	t.Helper()
	var inv records.Invitation
	c.must(t, c.village, "POST", "/api/v1/consults/"+c.consult+"/invitations", map[string]any{"guardian": c.guardian}, &inv)
	texts := c.inbox(t, inv.Phone)
	link := texts[len(texts)-1]
	secret := link[strings.LastIndex(link, "/")+1:]
	var out ticketText
	c.must(t, c.mother, "POST", "/mobile/v1/consults/"+c.consult+"/ticket", map[string]any{"secret": secret}, &out)
	return inv, out
}

// present gives who the record says was in the room, each with whether they left, when it is so many.
func (c *call) present(t testing.TB, many int) []records.Presence {
	t.Helper()
	var got records.Consult
	for range 100 {
		c.must(t, c.doctor, "GET", "/api/v1/consults/"+c.consult, nil, &got)
		if len(got.Present) >= many {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return got.Present
}

// A ticket is asked about again at the door.
func TestTicketOfWhatIsOverAdmitsNobody(t *testing.T) {
	for name, over := range map[string]func(t *testing.T, c *call, inv records.Invitation){
		"ended": func(t *testing.T, c *call, _ records.Invitation) {
			c.must(t, c.doctor, "POST", "/api/v1/consults/"+c.consult+"/end", nil, nil)
		},
		"returned": func(t *testing.T, c *call, _ records.Invitation) {
			c.must(t, c.doctor, "POST", "/api/v1/consults/"+c.consult+"/return", map[string]string{"why": "w"}, nil)
		},
		"cancelled": func(t *testing.T, c *call, _ records.Invitation) {
			c.must(t, c.village, "POST", "/api/v1/consults/"+c.consult+"/cancel", map[string]string{"why": "w"}, nil)
		},
		"revoked": func(t *testing.T, c *call, inv records.Invitation) {
			c.must(t, c.village, "DELETE", "/api/v1/consults/"+c.consult+"/invitations/"+inv.ID, nil, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := startCall(t)
			inv, ticket := c.invite(t)
			over(t, c, inv)
			if _, first := c.sit(t, ticket); first["code"] != "refused" {
				t.Errorf("a ticket after it was %s answers %v, want refused", name, first)
			}
		})
	}
}

// What ends a guardian's right takes them out of the call that is under way, and nobody else.
func TestEndedRightsEndTheStay(t *testing.T) {
	for name, end := range map[string]func(t *testing.T, c *call, inv records.Invitation){
		"the invitation is revoked": func(t *testing.T, c *call, inv records.Invitation) {
			c.must(t, c.village, "DELETE", "/api/v1/consults/"+c.consult+"/invitations/"+inv.ID, nil, nil)
		},
		"the guardian ends": func(t *testing.T, c *call, _ records.Invitation) {
			c.must(t, c.village, "PUT", "/api/v1/children/"+c.child+"/guardians/"+c.guardian, map[string]any{"name": "石云", "relation": "mother", "phone": "13800000001", "ended": true}, nil)
		},
		"the guardian has another phone": func(t *testing.T, c *call, _ records.Invitation) {
			c.must(t, c.village, "PUT", "/api/v1/children/"+c.child+"/guardians/"+c.guardian, map[string]any{"name": "石云", "relation": "mother", "phone": "13800000002"}, nil)
		},
		"the number's access ends": func(t *testing.T, c *call, inv records.Invitation) {
			if err := c.gate.EndGuardian(context.Background(), inv.Phone); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := startCall(t)
			inv, ticket := c.invite(t)
			village, _ := c.sit(t, c.ticket(t, c.village))
			mother, first := c.sit(t, ticket)
			if first["type"] != "welcome" {
				t.Fatalf("the mother joining hears %v, want welcome", first)
			}
			c.present(t, 2)
			end(t, c, inv)
			if m := mother.hears("bye", 3*time.Second); m["reason"] != "removed" {
				t.Errorf("after %s she hears %v, want bye removed", name, m)
			}
			if m := village.hears("bye", 200*time.Millisecond); m != nil {
				t.Errorf("the village doctor hears %v, want to stay", m)
			}
		})
	}
}

// Whoever holds a ticket when the last one leaves comes in under their own name.
func TestTicketOutlivesAnEmptyRoom(t *testing.T) {
	c := startCall(t)
	fresh := c.ticket(t, c.doctor)
	village, _ := c.sit(t, c.ticket(t, c.village))
	c.present(t, 1)
	village.say(map[string]any{"type": "bye"})
	for range 100 {
		if list := c.present(t, 1); !list[0].Left.IsZero() {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	c.sit(t, fresh)
	if list := c.present(t, 2); len(list) != 2 || list[1].Who.ID == "" || list[1].Who.Role != records.Paediatrician {
		t.Errorf("present are %+v, want the village doctor and the paediatrician by name", list)
	}
}

// A place ends with the session that took it, not with the person's others.
func TestSigningOutElsewhereLeavesTheCall(t *testing.T) {
	c := startCall(t)
	doctor, _ := c.sit(t, c.ticket(t, c.doctor))
	c.present(t, 1)
	second, cookie := c.signIn(t, "p1")
	unused := c.ticket(t, second)
	leave := func(cookie *http.Cookie) {
		r, _ := http.NewRequest("DELETE", c.url+"/api/v1/session", nil)
		r.AddCookie(cookie)
		r.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(r)
		if err != nil || answer.StatusCode >= 300 {
			t.Fatalf("signing out: %v %v", answer, err)
		}
		answer.Body.Close()
	}
	leave(cookie)
	if m := doctor.hears("bye", 500*time.Millisecond); m != nil {
		t.Errorf("after signing out in a second browser the call hears %v, want nothing", m)
	}
	if _, first := c.sit(t, unused); first["type"] == "welcome" {
		t.Error("the ticket of a session that ended still admits")
	}
	third, cookie := c.signIn(t, "p1")
	moved, _ := c.sit(t, c.ticket(t, third))
	leave(cookie)
	if m := moved.hears("bye", 3*time.Second); m["reason"] != "removed" {
		t.Errorf("after its own session ended the call hears %v, want bye removed", m)
	}
}

func (s *service) signIn(t testing.TB, login string) (string, *http.Cookie) {
	t.Helper()
	text, _ := json.Marshal(map[string]string{"login": login, "password": password})
	answer, err := http.Post(s.url+"/api/v1/session", "application/json", strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var got struct{ AccessToken string }
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil || got.AccessToken == "" || len(answer.Cookies()) == 0 {
		t.Fatalf("signing in %s = %s %v", login, answer.Status, err)
	}
	return got.AccessToken, answer.Cookies()[0]
}

// However many others come, who asked and who took the consult find a place.
func TestTwoPlacesAreKept(t *testing.T) {
	c := startCall(t)
	var tokens []string
	for i := range 4 {
		tokens = append(tokens, c.staff(t, fmt.Sprintf("t%d", i), records.Township, "339999101"))
	}
	var answers []any
	for _, token := range append(slices.Clone(tokens), c.village, c.doctor) {
		_, first := c.sit(t, c.ticket(t, token))
		answers = append(answers, first["type"])
		if first["type"] == "error" && first["code"] != "full" {
			t.Errorf("a full room answers %v, want full", first)
		}
	}
	if want := []any{"welcome", "welcome", "welcome", "error", "welcome", "welcome"}; !slices.Equal(answers, want) {
		t.Errorf("four township doctors, who asked and who took it hear %v, want %v", answers, want)
	}
	second := c.staff(t, "p2", records.Paediatrician, "339999")
	if status, _ := c.ask(t, second, "POST", "/api/v1/consults/"+c.consult+"/ticket", nil); status != http.StatusForbidden {
		t.Errorf("a ticket for a paediatrician who did not take it = %d, want 403", status)
	}
}

// A link that did not go out is no invitation.
func TestInvitationThatWasNotSent(t *testing.T) {
	c := startCall(t)
	box := filepath.Join(c.config.DataDir, "outbox.ndjson")
	if err := os.Rename(box, box+".old"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(box, 0o700); err != nil { // nothing can be written there
		t.Fatal(err)
	}
	if status, got := c.ask(t, c.village, "POST", "/api/v1/consults/"+c.consult+"/invitations", map[string]any{"guardian": c.guardian}); status != http.StatusServiceUnavailable {
		t.Errorf("an invitation whose text is not sent = %d %s, want 503", status, got)
	}
	var consult records.Consult
	c.must(t, c.village, "GET", "/api/v1/consults/"+c.consult, nil, &consult)
	if len(consult.Invitations) != 1 || !consult.Invitations[0].Revoked {
		t.Errorf("the invitations are %+v, want the one revoked", consult.Invitations)
	}
}

// A line under an id that is another's is not lost without a word.
func TestChatLineUnderAnothersID(t *testing.T) {
	c := startCall(t)
	village, _ := c.sit(t, c.ticket(t, c.village))
	doctor, _ := c.sit(t, c.ticket(t, c.doctor))
	village.say(map[string]any{"type": "chat", "id": "line-1", "text": "he coughs"})
	if m := doctor.hears("chat", 3*time.Second); m["text"] != "he coughs" {
		t.Fatalf("the doctor reads %v, want the line", m)
	}
	doctor.say(map[string]any{"type": "chat", "id": "line-1", "text": "since when?"})
	if m := doctor.hears("error", 3*time.Second); m["code"] != "not-saved" || m["ref"] != "line-1" {
		t.Errorf("the second line is answered %v, want not-saved", m)
	}
}
