package signaling

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// TestBadPageIsDroppedAlone has one page after another do something wrong in a
// room where two people talk: it alone is closed, with its code, and the two go
// on as if it had never been.
func TestBadPageIsDroppedAlone(t *testing.T) {
	h := open(t, nil)
	a, b := h.join(t, grant("r", "anna")), h.join(t, grant("r", "bo"))
	a.transmit("q")
	b.transmit("q")
	b.expectMedia(a, "video", 5)
	sdp := a.pc.LocalDescription().SDP
	for _, c := range []struct {
		name string
		do   func(p *page)
		code websocket.StatusCode
		says string
	}{
		{"garbage", raw("\x00\xff not json"), 4000, "bad-message"},
		{"no type", raw(`{"n":1}`), 4000, "bad-message"},
		{"a list", raw(`[1,2]`), 4000, "bad-message"},
		{"a field of the wrong kind", raw(`{"type":"mute","kind":"audio","muted":"yes"}`), 4000, "bad-message"},
		{"an unknown kind", raw(`{"type":"mute","kind":"smell","muted":true}`), 4000, "bad-message"},
		{"an empty chat", raw(`{"type":"chat","id":"1","text":""}`), 4000, "bad-message"},
		{"a long chat", raw(`{"type":"chat","id":"1","text":"` + strings.Repeat("啊", 2001) + `"}`), 4000, "bad-message"},
		{"impossible loss", raw(`{"type":"quality","up":1,"down":1,"loss":7,"rtt":1}`), 4000, "bad-message"},
		{"binary", func(p *page) {
			_ = p.ws.Write(context.Background(), websocket.MessageBinary, []byte(`{"type":"ping","n":1}`))
		}, 4000, "bad-message"},
		{"oversize", raw(`{"type":"chat","text":"` + strings.Repeat("x", 70_000) + `"}`), 1009, ""},
		{"flood", flood, 4008, "flood"},
		{"an offer of nothing", offerOf(""), 4006, "bad-offer"},
		{"an offer of noise", offerOf("v=0\r\nm=video"), 4006, "bad-offer"},
		{"an offer of 200 tracks", offerOf(manyLines(sdp, 200)), 4006, "bad-offer"},
		{"an offer of many small lines", offerOf("v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n" + strings.Repeat("m=audio 9 RTP/AVP 0\r\na=mid:x\r\n", 1000)), 4006, "bad-offer"},
		{"rev 0", raw(`{"type":"offer","rev":0,"sdp":""}`), 4000, "bad-message"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := h.dial(t)
			bad.hello(grant("r", "bad "+c.name))
			a.expectNames("anna", "bo", "bad "+c.name)
			from := bad.mark()
			c.do(bad)
			bad.expectClose(c.code)
			bad.mu.Lock()
			m := bad.lastOf("error", from)
			bad.mu.Unlock()
			if c.says != "" && (m == nil || m["code"] != c.says || m["fatal"] != true) {
				t.Errorf("told %v, want error %s", m, c.says)
			}
			a.expectNames("anna", "bo")
		})
	}
	b.expectMedia(a, "audio", 5)
	a.expectMedia(b, "video", 5)
	a.expectWhole(b)
	b.expectWhole(a)
}

func raw(text string) func(*page) {
	return func(p *page) { _ = p.write(text) }
}

func offerOf(sdp string) func(*page) {
	m, _ := json.Marshal(map[string]any{"type": "offer", "rev": 1, "sdp": sdp})
	return raw(string(m))
}

func flood(p *page) {
	for range 500 {
		if p.write(`{"type":"ping","n":1}`) != nil {
			return
		}
	}
}

// manyLines repeats the second media line of an offer, as short as it may be.
func manyLines(sdp string, n int) string {
	head, _, _ := strings.Cut(sdp, "m=")
	var b strings.Builder
	b.WriteString(head)
	for i := range n {
		fmt.Fprintf(&b, "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:%d\r\na=sendonly\r\na=rtpmap:96 VP8/90000\r\n", i)
	}
	return b.String()
}

func TestBadHello(t *testing.T) {
	h := open(t, func(c *Config, _ *Hooks) { c.HelloWithin = 300 * time.Millisecond })
	used := h.ticket(t, grant("r", "anna"))
	first := h.dial(t)
	first.greet(map[string]any{"type": "hello", "ticket": used})
	tell := func(m map[string]any) string { b, _ := json.Marshal(m); return string(b) }
	for _, c := range []struct {
		name, text string
		code       websocket.StatusCode
		says       string
	}{
		{"used ticket", tell(map[string]any{"type": "hello", "ticket": used}), 4003, "ticket-used"},
		{"ticket of another room", tell(map[string]any{"type": "hello", "ticket": h.ticket(t, grant("r", "bo")), "room": "r2"}), 4003, "ticket-room"},
		{"no ticket", `{"type":"hello"}`, 4003, "ticket-bad"},
		{"unknown session", `{"type":"hello","resume":"nobody's"}`, 4004, "gone"},
		{"session of another room", tell(map[string]any{"type": "hello", "resume": first.welcome.Session, "room": "r2"}), 4004, "gone"},
		{"something else first", `{"type":"ping","n":1}`, 4001, "no-hello"},
		{"garbage first", `hello`, 4000, "bad-message"},
		{"silence", "", 4001, "no-hello"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &page{t: t, h: h, news: make(chan struct{}), media: map[string]*stream{}}
			p.connectQuietly()
			t.Cleanup(p.leave)
			if c.text != "" {
				_ = p.write(c.text)
			}
			if m := p.expect("error", 0); m["code"] != c.says {
				t.Errorf("told %v, want %s", m, c.says)
			}
			p.expectClose(c.code)
		})
	}
	first.expectNames("anna")
}

// TestLateTicket moves the clock of the issuer back.
func TestLateTicket(t *testing.T) {
	h := open(t, nil)
	h.Tickets.now = func() time.Time { return time.Now().Add(-2 * time.Minute) }
	late := h.ticket(t, grant("r", "anna"))
	h.Tickets.now = time.Now
	p := h.dial(t)
	p.say(map[string]any{"type": "hello", "ticket": late})
	if m := p.expect("error", 0); m["code"] != "ticket-late" {
		t.Errorf("told %v, want ticket-late", m)
	}
	p.expectClose(4003)
}

func TestUnknownTypesAreIgnored(t *testing.T) {
	h := open(t, nil)
	p := h.dial(t)
	p.hello(grant("r", "anna"))
	_ = p.write(`{"type":"wave","rev":"a string","sdp":{"x":1},"muted":[]}`)
	_ = p.write(`{"type":"hello","ticket":"again"}`)
	_ = p.write(`{"type":"mute","kind":"audio","muted":true,"newer":{"field":1}}`)
	p.until("the mute", func() bool {
		return p.firstPeer()["audio"] == false
	})
}

// TestSilentSocketIsAway: a page that stops pinging is away, not gone.
func TestSilentSocketIsAway(t *testing.T) {
	h := open(t, func(c *Config, _ *Hooks) { c.SilentAfter = 400 * time.Millisecond })
	quiet := &page{t: t, h: h, news: make(chan struct{}), media: map[string]*stream{}}
	quiet.connectQuietly()
	t.Cleanup(quiet.leave)
	quiet.hello(grant("r", "quiet"))
	quiet.expectClose(4014)
	if got := h.People("r"); len(got) != 1 {
		t.Errorf("People() = %v, want quiet, away", got)
	}
	quiet.connectQuietly()
	quiet.greet(map[string]any{"type": "hello", "resume": quiet.welcome.Session})
	if !quiet.welcome.Resumed {
		t.Error("a silent page could not resume")
	}
}

// TestSlowReaderHoldsUpNobody has one page that reads nothing while another
// sends as much as it may: the chat of the others comes at once, and the slow
// one is cut off.
func TestSlowReaderHoldsUpNobody(t *testing.T) {
	h := open(t, func(c *Config, _ *Hooks) { c.SilentAfter = time.Minute })
	slow := &page{t: t, h: h, news: make(chan struct{}), media: map[string]*stream{}}
	ws, _, err := websocket.Dial(context.Background(), h.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.CloseNow() })
	slow.ws = ws
	_ = slow.write(`{"type":"hello","ticket":"` + h.ticket(t, grant("r", "slow")) + `"}`)
	for end := time.Now().Add(patience); len(h.People("r")) == 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	a, b := h.dial(t), h.dial(t)
	a.hello(grant("r", "anna"))
	b.hello(grant("r", "bo"))
	r := h.find("r")
	b.expectNames("slow", "anna", "bo")
	filler := strings.Repeat("x", 60_000)
	r.mu.Lock()
	c := r.stays[0].conn
	r.mu.Unlock()
	for i := 0; i < 3000 && !c.ended.Load(); i++ {
		c.send(byeMsg{"noise", filler}) // what no buffer of the kernel holds
	}
	if !c.ended.Load() {
		t.Error("a page that reads nothing was not cut off")
	}
	a.say(map[string]any{"type": "chat", "id": "1", "text": "still here"})
	if m := b.expect("chat", 0); m["text"] != "still here" {
		t.Errorf("chat = %v", m)
	}
	b.expectNames("slow(away)", "anna", "bo")
}
