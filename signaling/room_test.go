package signaling

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
)

func TestChatIsKeptBeforeItIsSeen(t *testing.T) {
	var mu sync.Mutex
	var kept []string
	h := open(t, func(_ *Config, k *Hooks) {
		k.Said = func(_ context.Context, room string, m Message) error {
			mu.Lock()
			defer mu.Unlock()
			if m.Text == "lost" {
				return errors.New("the store is away")
			}
			kept = append(kept, room+"/"+m.ID+"/"+m.Person)
			return nil
		}
	})
	a, b := h.dial(t), h.dial(t)
	a.hello(grant("r", "anna"))
	b.hello(grant("r", "bo"))
	a.say(map[string]any{"type": "chat", "id": "m1", "text": "请把孩子抱近一点"})
	if m := b.expect("chat", 0); m["text"] != "请把孩子抱近一点" || m["person"] != "anna" || m["id"] != "m1" {
		t.Errorf("chat = %v", m)
	}
	a.expect("chat", 0)
	from, fromB := a.mark(), b.mark()
	a.say(map[string]any{"type": "chat", "id": "m2", "text": "lost"})
	if m := a.expect("error", from); m["code"] != "not-saved" || m["ref"] != "m2" || m["fatal"] != false {
		t.Errorf("told %v, want not-saved of m2", m)
	}
	a.say(map[string]any{"type": "chat", "id": "m1", "text": "请把孩子抱近一点"})
	a.expect("chat", from)
	a.say(map[string]any{"type": "chat", "id": "m3", "text": "last"})
	b.until("m3", func() bool { m := b.lastOf("chat", fromB); return m != nil && m["id"] == "m3" })
	b.mu.Lock()
	for _, m := range b.got[fromB:] {
		if m["type"] == "chat" && m["id"] != "m3" {
			t.Errorf("bo was shown %v", m)
		}
	}
	b.mu.Unlock()
	late := h.dial(t)
	late.hello(grant("r", "late"))
	lines := late.expect("chats", 0)["messages"].([]any)
	if len(lines) != 2 || lines[0].(map[string]any)["id"] != "m1" || lines[1].(map[string]any)["id"] != "m3" {
		t.Errorf("a late joiner got %v, want m1 and m3", lines)
	}
	mu.Lock()
	defer mu.Unlock()
	if want := []string{"r/m1/anna", "r/m3/anna"}; !slices.Equal(kept, want) {
		t.Errorf("kept %v, want %v", kept, want)
	}
}

func TestChatTooFast(t *testing.T) {
	h := open(t, nil)
	a := h.dial(t)
	a.hello(grant("r", "anna"))
	for i := range 11 {
		a.say(map[string]any{"type": "chat", "id": fmt.Sprint(i), "text": "x"})
	}
	if m := a.expect("error", 0); m["code"] != "too-fast" || m["ref"] != "10" || m["fatal"] != false {
		t.Errorf("told %v, want too-fast of 10", m)
	}
}

func TestKickAndCloseRoom(t *testing.T) {
	h := open(t, nil)
	a, b, c := h.join(t, grant("r", "anna")), h.join(t, grant("r", "bo")), h.dial(t)
	c.hello(grant("other", "anna"))
	h.Kick("r", "bo")
	if m := b.expect("bye", 0); m["reason"] != "removed" {
		t.Errorf("bye = %v, want removed", m)
	}
	b.expectClose(4011)
	a.expectNames("anna")
	b.connect()
	b.say(map[string]any{"type": "hello", "resume": b.welcome.Session})
	b.expectClose(4004)
	h.CloseRoom("r")
	if m := a.expect("bye", 0); m["reason"] != "ended" {
		t.Errorf("bye = %v, want ended", m)
	}
	a.expectClose(4010)
	c.expectNames("anna")
	h.CloseRoom("no such room")
	h.Kick("no such room", "x")
	if n := h.Rooms(); n != 1 {
		t.Errorf("Rooms() = %d, want 1", n)
	}
}

func TestSamePersonReplacesTheirStay(t *testing.T) {
	h := open(t, nil)
	g := grant("r", "anna")
	g.MaxPeers = 2
	a, b := h.join(t, g), h.join(t, grant("r", "bo"))
	again := h.join(t, g)
	if m := a.expect("bye", 0); m["reason"] != "replaced" {
		t.Errorf("bye = %v, want replaced", m)
	}
	a.expectClose(4009)
	b.expectNames("bo", "anna")
	again.transmit("q")
	b.expectMedia(again, "video", 5)
}

func TestAccessRunsOut(t *testing.T) {
	h := open(t, nil)
	g := grant("r", "anna")
	g.Until = time.Now().Add(1500 * time.Millisecond)
	a := h.dial(t)
	a.hello(g)
	if m := a.expect("bye", 0); m["reason"] != "expired" {
		t.Errorf("bye = %v, want expired", m)
	}
	a.expectClose(4012)
}

func TestWaitingToBeLetIn(t *testing.T) {
	h := open(t, nil)
	staff := grant("r", "clinic")
	staff.CanAdmit = true
	link := grant("r", "parent")
	link.Knock = true
	clinic, doctor := h.dial(t), h.dial(t)
	clinic.hello(staff)
	doctor.hello(grant("r", "doctor"))
	parent, stranger := h.dial(t), h.dial(t)
	parent.say(map[string]any{"type": "hello", "ticket": h.ticket(t, link)})
	if m := parent.expect("wait", 0); m["reason"] != "admit" {
		t.Errorf("wait = %v", m)
	}
	link.Person = "stranger"
	stranger.say(map[string]any{"type": "hello", "ticket": h.ticket(t, link)})
	stranger.expect("wait", 0)
	var ids []string
	clinic.until("two who wait", func() bool {
		ids = nil
		if m := clinic.lastOf("knocks", 0); m != nil {
			for _, k := range m["knocks"].([]any) {
				ids = append(ids, k.(map[string]any)["peer"].(string))
			}
		}
		return len(ids) == 2
	})
	parent.say(map[string]any{"type": "chat", "id": "1", "text": "let me in"})
	from := doctor.mark()
	doctor.say(map[string]any{"type": "admit", "peer": ids[0], "ok": true})
	if m := doctor.expect("error", from); m["code"] != "denied" {
		t.Errorf("a doctor's admit: %v, want denied", m)
	}
	clinic.say(map[string]any{"type": "admit", "peer": ids[0], "ok": true})
	parent.expect("welcome", 0)
	clinic.expectNames("clinic", "doctor", "parent")
	clinic.say(map[string]any{"type": "admit", "peer": ids[1], "ok": false})
	stranger.expectClose(4011)
	clinic.until("nobody who waits", func() bool { m := clinic.lastOf("knocks", 0); return m != nil && len(m["knocks"].([]any)) == 0 })
	if m := parent.expect("chats", 0)["messages"].([]any); len(m) != 0 {
		t.Errorf("chat from before the door was kept: %v", m)
	}
}

// TestHooksTellTheStory checks the order of hooks and the account at the end.
func TestHooksTellTheStory(t *testing.T) {
	var mu sync.Mutex
	var story []string
	var account Account
	note := func(s string) { mu.Lock(); defer mu.Unlock(); story = append(story, s) }
	h := open(t, func(c *Config, k *Hooks) {
		c.Linger = 200 * time.Millisecond
		k.Began = func(room string, _ time.Time) { note("began " + room) }
		k.Joined = func(g Grant, _ time.Time) { note("joined " + g.Person) }
		k.Left = func(g Grant, _ time.Time) { note("left " + g.Person) }
		k.Ended = func(a Account) { mu.Lock(); account = a; mu.Unlock(); note("ended " + a.Reason) }
	})
	a, b := h.dial(t), h.dial(t)
	a.hello(grant("r", "anna"))
	b.hello(grant("r", "bo"))
	b.say(map[string]any{"type": "quality", "up": 100, "down": 200, "loss": 0.2, "rtt": 90})
	if m := a.expect("quality", 0); m["peer"] != "p2" || m["line"] != "poor" {
		t.Errorf("quality = %v, want poor of p2", m)
	}
	a.drop()
	b.expectNames("anna(away)", "bo")
	a.resume()
	b.expectNames("anna", "bo")
	a.say(map[string]any{"type": "bye"})
	b.expectNames("bo")
	b.say(map[string]any{"type": "bye"})
	end := time.Now().Add(patience)
	for h.Rooms() > 0 && time.Now().Before(end) {
		time.Sleep(10 * time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := h.Close(ctx); err != nil {
		t.Fatal(err)
	}
	want := []string{"began r", "joined anna", "joined bo", "left anna", "left bo", "ended empty"}
	if !slices.Equal(story, want) {
		t.Errorf("story = %v, want %v", story, want)
	}
	if len(account.Stays) != 2 || len(account.Stays[0].Gaps) != 1 || !account.Stays[0].Gaps[0].To.After(account.Stays[0].Joined) {
		t.Errorf("account = %+v, want two stays and one gap of anna", account)
	}
	if s := account.Stays[1]; s.Person != "bo" || s.WorstLine != "poor" || s.MeanLoss != 0.2 {
		t.Errorf("bo's stay = %+v, want a poor line with 0.2 loss", s)
	}
}

func TestCloseTellsEverybody(t *testing.T) {
	h := open(t, nil)
	a, b := h.join(t, grant("r", "anna")), h.dial(t)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := h.Close(ctx); err != nil {
		t.Fatal(err)
	}
	if m := a.expect("bye", 0); m["reason"] != "shutdown" {
		t.Errorf("bye = %v, want shutdown", m)
	}
	a.expectClose(1001)
	b.expectClose(1001)
}
