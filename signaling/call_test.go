package signaling

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
)

func TestTwoPeopleHearAndSeeEachOther(t *testing.T) {
	h := open(t, nil)
	a, b := h.join(t, grant("r", "anna")), h.join(t, grant("r", "bo"))
	a.transmit("q", "h", "f")
	b.transmit("q", "h", "f")
	for _, x := range [][2]*page{{a, b}, {b, a}} {
		x[0].expectMedia(x[1], "audio", 20)
		x[0].expectMedia(x[1], "video", 20)
		x[0].expectLayer(x[1], "f")
	}
	b.expectWhole(a)
	a.expectWhole(b)
}

// expectLayer waits until the picture of a person comes in a layer.
func (p *page) expectLayer(from *page, layer string) {
	p.t.Helper()
	p.until(fmt.Sprintf("layer %s of %s", layer, from.welcome.Peer), func() bool {
		mid := p.slotOf("video", from.welcome.Peer)
		s := p.media[mid]
		return s != nil && p.slot(mid)["layer"] == layer && s.tags[layer+" of "+from.welcome.Peer] > 10
	})
}

// expectWhole checks that what came of a person is one clean stream each: one
// SSRC, no hole, no repeat, a key frame first, nobody else's packets.
func (p *page) expectWhole(from *page) {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, kind := range []string{"audio", "video"} {
		mid := p.slotOf(kind, from.welcome.Peer)
		s := p.media[mid]
		if s.holes != 0 || s.repeats != 0 || len(s.ssrcs) != 1 {
			p.t.Errorf("%s of %s: %d holes, %d repeats, %d SSRCs, want 0, 0, 1", kind, from.welcome.Peer, s.holes, s.repeats, len(s.ssrcs))
		}
		if kind == "video" && s.keys == 0 {
			p.t.Errorf("video of %s: no key frame", from.welcome.Peer)
		}
		for tag := range s.tags {
			if !strings.HasSuffix(tag, from.welcome.Peer) {
				p.t.Errorf("%s slot of %s carries %q", kind, from.welcome.Peer, tag)
			}
		}
	}
}

func TestFivePeople(t *testing.T) {
	h := open(t, nil)
	var all []*page
	for i := range 5 {
		p := h.join(t, grant("r", fmt.Sprintf("person%d", i)))
		p.transmit("q")
		all = append(all, p)
	}
	for _, p := range all {
		for _, o := range all {
			if o != p {
				p.expectMedia(o, "audio", 5)
				p.expectMedia(o, "video", 5)
				p.expectWhole(o)
			}
		}
	}
	sixth := h.dial(t)
	sixth.say(map[string]any{"type": "hello", "ticket": h.ticket(t, grant("r", "person5"))})
	if m := sixth.expect("error", 0); m["code"] != "full" || m["fatal"] != true {
		t.Errorf("the sixth was told %v, want full", m)
	}
	sixth.expectClose(4005)
	all[0].say(map[string]any{"type": "bye"})
	all[0].expectClose(websocketNormal)
	all[1].expectNames("person1", "person2", "person3", "person4")
	again := h.join(t, grant("r", "person5"))
	again.transmit("q")
	all[2].expectMedia(again, "video", 5)
	again.expectMedia(all[4], "audio", 5)
}

const websocketNormal = 1000

func TestTCPOnly(t *testing.T) {
	h := open(t, func(c *Config, _ *Hooks) { c.Media.UDP = "off" })
	udp, tcp := h.MediaAddrs()
	if udp != nil || tcp == nil {
		t.Fatalf("MediaAddrs() = %v, %v, want none and one", udp, tcp)
	}
	a, b := h.joinOverTCP(t, "anna"), h.joinOverTCP(t, "bo")
	a.transmit("q", "h")
	b.transmit("q", "h")
	a.expectMedia(b, "video", 50)
	b.expectMedia(a, "audio", 20)
	b.expectMedia(a, "video", 20)
	b.expectWhole(a)
}

func (h *house) joinOverTCP(t *testing.T, person string) *page {
	p := h.dial(t)
	p.hello(grant("r", person))
	p.newPC(func(s *webrtc.SettingEngine) {
		s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeTCP4})
	})
	p.offer(false)
	p.until("a connection over TCP", func() bool { return p.pc.ConnectionState() == webrtc.PeerConnectionStateConnected })
	return p
}

// TestSocketLostMediaUnbroken cuts the socket for a while: the others see the
// person away, hear and see them all the time, and the resumed page has the
// whole state.
func TestSocketLostMediaUnbroken(t *testing.T) {
	h := open(t, nil)
	a, b := h.join(t, grant("r", "anna")), h.join(t, grant("r", "bo"))
	a.transmit("q")
	b.transmit("q")
	a.expectMedia(b, "video", 5)
	b.expectMedia(a, "video", 5)
	gone := h.watchGap(t, b, a)
	a.drop()
	b.expectNames("anna(away)", "bo")
	b.expectMedia(a, "audio", 25)
	b.expectMedia(a, "video", 25)
	from := a.mark()
	a.resume()
	if !a.welcome.Resumed || a.welcome.Peer != "p1" {
		t.Errorf("welcome = %+v, want resumed as p1", a.welcome)
	}
	a.expect("peers", from)
	a.expect("chats", from)
	a.expect("slots", from)
	b.expectNames("anna", "bo")
	a.expectMedia(b, "audio", 10)
	b.expectWhole(a)
	a.expectWhole(b)
	if n := gone(); n != 0 {
		t.Errorf("audio of anna paused %d times while her socket was lost, want 0", n)
	}
}

// watchGap counts how often the slots of a page say that a person's sound is paused.
func (h *house) watchGap(t *testing.T, p, of *page) func() int {
	from := p.mark()
	return func() (n int) {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, m := range p.got[from:] {
			if m["type"] != "slots" {
				continue
			}
			for _, x := range m["slots"].([]any) {
				if s := x.(map[string]any); s["peer"] == of.welcome.Peer && s["kind"] == "audio" && s["paused"] == true {
					n++
				}
			}
		}
		return n
	}
}

// TestBothWaysAfterNetworkLoss is a line that is gone altogether for a while:
// after it both directions carry sound and picture, counted, by one ICE restart
// on the same connection.
func TestBothWaysAfterNetworkLoss(t *testing.T) {
	h := open(t, nil)
	a, b := h.join(t, grant("r", "anna")), h.join(t, grant("r", "bo"))
	stop := a.transmit("q")
	b.transmit("q")
	b.expectMedia(a, "video", 5)
	stop()
	a.drop()
	b.expectNames("anna(away)", "bo")
	b.until("the reason away", func() bool {
		s := b.slot(b.slotOf("audio", a.welcome.Peer))
		return s["paused"] == true && s["reason"] == "away"
	})
	a.resume()
	a.offer(true)
	a.transmit("q")
	b.expectMedia(a, "audio", 10)
	b.expectMedia(a, "video", 10)
	a.expectMedia(b, "audio", 10)
	a.expectMedia(b, "video", 10)
}

// TestNoGhosts: who left and who came while a person was away is seen after
// the resume, and one who does not come back leaves nothing behind.
func TestNoGhosts(t *testing.T) {
	h := open(t, func(c *Config, _ *Hooks) { c.Grace = 3 * time.Second })
	clinic, parent, doctor := h.join(t, grant("r", "clinic")), h.join(t, grant("r", "parent")), h.join(t, grant("r", "doctor"))
	clinic.expectNames("clinic", "parent", "doctor")
	clinic.drop()
	doctor.expectNames("clinic(away)", "parent", "doctor")
	parent.say(map[string]any{"type": "bye"})
	doctor.expectNames("clinic(away)", "doctor")
	h.join(t, grant("r", "township")).transmit("q")
	clinic.resume()
	clinic.expectNames("clinic", "doctor", "township")
	clinic.until("slots without the parent", func() bool {
		return clinic.slotOf("audio", parent.welcome.Peer) == "" && clinic.slotOf("audio", "p4") != ""
	})
	clinic.drop()
	doctor.expectNames("doctor", "township")
	clinic.connect()
	clinic.say(map[string]any{"type": "hello", "resume": clinic.welcome.Session})
	clinic.expectClose(4004)
}

// TestResumeTakesOver resumes while the server still believes in the old socket.
func TestResumeTakesOver(t *testing.T) {
	h := open(t, nil)
	a := h.join(t, grant("r", "anna"))
	old := &page{t: t, h: h, news: make(chan struct{}), ws: a.ws}
	a.connect()
	a.greet(map[string]any{"type": "hello", "resume": a.welcome.Session})
	if !a.welcome.Resumed {
		t.Error("welcome is not a resume")
	}
	a.expectNames("anna")
	if err := old.write(`{"type":"ping","n":1}`); err == nil {
		time.Sleep(50 * time.Millisecond)
	}
	a.expectNames("anna")
	if n := len(h.People("r")); n != 1 {
		t.Errorf("people = %d, want 1", n)
	}
}

func TestOfferAgainGetsTheSameAnswer(t *testing.T) {
	h := open(t, nil)
	a := h.join(t, grant("r", "anna"))
	first := a.expect("answer", 0)
	from := a.mark()
	a.say(map[string]any{"type": "offer", "rev": 1, "sdp": a.pc.LocalDescription().SDP})
	if again := a.expect("answer", from); again["sdp"] != first["sdp"] || again["rev"] != first["rev"] {
		t.Error("the answer to the same rev changed")
	}
	a.offer(true)
	from = a.mark()
	a.say(map[string]any{"type": "offer", "rev": 1, "sdp": "old"})
	a.say(map[string]any{"type": "ping", "n": 99})
	a.until("the pong", func() bool { m := a.lastOf("pong", from); return m != nil && m["n"] == 99.0 })
	a.mu.Lock()
	defer a.mu.Unlock()
	if m := a.lastOf("answer", from); m != nil {
		t.Errorf("an old offer was answered: rev %v", m["rev"])
	}
}

func TestMuteStopsForwardingAtOnce(t *testing.T) {
	h := open(t, nil)
	a, b := h.join(t, grant("r", "anna")), h.join(t, grant("r", "bo"))
	a.transmit("q")
	b.expectMedia(a, "audio", 10)
	b.expectMedia(a, "video", 10)
	a.say(map[string]any{"type": "mute", "kind": "audio", "muted": true})
	a.say(map[string]any{"type": "mute", "kind": "video", "muted": true})
	b.until("the reason muted, twice", func() bool {
		au, vi := b.slot(b.slotOf("audio", "p1")), b.slot(b.slotOf("video", "p1"))
		return au["reason"] == "muted" && vi["reason"] == "muted"
	})
	b.until("peers to show it", func() bool {
		p := b.firstPeer()
		return p["audio"] == false && p["video"] == false
	})
	count := func() int {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.media[b.slotOf("audio", "p1")].packets + b.media[b.slotOf("video", "p1")].packets
	}
	before := count()
	time.Sleep(300 * time.Millisecond)
	if after := count(); after != before {
		t.Errorf("%d packets came from a muted person, want 0", after-before)
	}
	a.say(map[string]any{"type": "mute", "kind": "audio", "muted": false})
	a.say(map[string]any{"type": "mute", "kind": "video", "muted": false})
	b.expectMedia(a, "audio", 10)
	b.expectMedia(a, "video", 10)
	b.expectWhole(a)
}

func TestWantALayerOrNone(t *testing.T) {
	h := open(t, nil)
	a, b := h.join(t, grant("r", "anna")), h.join(t, grant("r", "bo"))
	a.transmit("q", "h", "f")
	b.expectLayer(a, "f")
	b.mu.Lock()
	mid := b.slotOf("video", "p1")
	b.mu.Unlock()
	for _, layer := range []string{"q", "h", "f", "q"} {
		b.say(map[string]any{"type": "want", "mid": mid, "maxLayer": layer})
		b.expectLayer(a, layer)
	}
	b.say(map[string]any{"type": "want", "mid": mid, "maxLayer": "off"})
	b.until("the reason want", func() bool { return b.slot(mid)["reason"] == "want" })
	b.say(map[string]any{"type": "want", "mid": mid, "maxLayer": "h"})
	b.expectLayer(a, "h")
	b.expectWhole(a)
	from := b.mark()
	b.say(map[string]any{"type": "want", "mid": "77", "maxLayer": "h"})
	if m := b.expect("error", from); m["code"] != "no-such-slot" || m["fatal"] != false {
		t.Errorf("want of no slot: %v, want no-such-slot", m)
	}
}

func TestOneScreenAtATime(t *testing.T) {
	h := open(t, nil)
	a, b, c := h.join(t, grant("r", "anna")), h.join(t, grant("r", "bo")), h.join(t, grant("r", "cai"))
	a.transmit("screen")
	a.say(map[string]any{"type": "mute", "kind": "screen", "muted": false})
	b.expectMedia(a, "screen", 10)
	from := c.mark()
	c.say(map[string]any{"type": "mute", "kind": "screen", "muted": false})
	if m := c.expect("error", from); m["code"] != "screen-taken" {
		t.Errorf("a second screen: %v, want screen-taken", m)
	}
	late := h.join(t, grant("r", "dan"))
	late.expectMedia(a, "screen", 10)
	a.say(map[string]any{"type": "mute", "kind": "screen", "muted": true})
	b.until("an empty screen slot", func() bool { return b.slotOf("screen", "p1") == "" })
	c.say(map[string]any{"type": "mute", "kind": "screen", "muted": false})
	c.transmit("screen")
	b.expectMedia(c, "screen", 10)
	a.expectMedia(c, "screen", 10)
	c.say(map[string]any{"type": "bye"})
	b.until("an empty screen slot", func() bool { return b.slotOf("screen", "p3") == "" })
}

// TestListenerSendsNothing: who may not publish is never forwarded.
func TestListenerSendsNothing(t *testing.T) {
	h := open(t, nil)
	g := grant("r", "trainee")
	g.CanPublish = false
	a, b := h.join(t, g), h.join(t, grant("r", "bo"))
	a.transmit("q")
	b.transmit("q")
	a.expectMedia(b, "video", 20)
	from := a.mark()
	a.say(map[string]any{"type": "mute", "kind": "audio", "muted": false})
	if m := a.expect("error", from); m["code"] != "denied" {
		t.Errorf("a listener's unmute: %v, want denied", m)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.media) != 0 {
		t.Errorf("a listener was forwarded on %d lines, want 0", len(b.media))
	}
}

// TestRestartIsAskedFor: the server hears nothing from a person who was heard.
func TestRestartIsAskedFor(t *testing.T) {
	h := open(t, nil)
	a := h.join(t, grant("r", "anna"))
	b := h.join(t, grant("r", "bo"))
	stop := a.transmit("q")
	b.expectMedia(a, "video", 5)
	from := a.mark()
	stop()
	if m := a.expect("restart", from); m["reason"] != "no-media" {
		t.Errorf("restart = %v, want no-media", m)
	}
	b.until("the reason stalled", func() bool { return b.slot(b.slotOf("audio", "p1"))["reason"] == "stalled" })
}
