package signaling

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/pion/webrtc/v4"

	"tongjian/signaling/sfu"
)

// house is a server with its own ports and tickets.
type house struct {
	*Server
	*Tickets
	url string

	mu       sync.Mutex
	accounts []Account
}

// open starts a house that is closed with the test.
func open(t testing.TB, change func(*Config, *Hooks)) *house {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{Tickets: NewTickets("node-1", "k1", key)}
	cfg := Config{
		Media: sfu.Config{UDP: "127.0.0.1:0", TCP: "127.0.0.1:0", Unmetered: true},
		Log:   slog.New(slog.NewTextHandler(logTo(), nil)),
	}
	hooks := Hooks{Admit: h.Admit, Ended: func(a Account) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.accounts = append(h.accounts, a)
	}}
	if change != nil {
		change(&cfg, &hooks)
	}
	if h.Server, err = New(cfg, hooks); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(h.Handler())
	h.url = "ws" + strings.TrimPrefix(web.URL, "http")
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := h.Server.Close(ctx); err != nil {
			t.Errorf("Close() = %v, want nil", err)
		}
		web.Close()
	})
	return h
}

func grant(room, person string) Grant {
	return Grant{Room: room, Person: person, Name: "Name of " + person, Role: "village", CanPublish: true}
}

func (h *house) ticket(t testing.TB, g Grant) string {
	t.Helper()
	ticket, err := h.Issue(g)
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

// page is the other end of the protocol, with Pion in the place of a browser.
type page struct {
	t       testing.TB
	h       *house
	welcome welcomeMsg
	pc      *webrtc.PeerConnection
	rev     int

	mu     sync.Mutex
	ws     *websocket.Conn
	got    []map[string]any // every message, in order
	news   chan struct{}    // closed and remade at each
	closed websocket.StatusCode
	media  map[string]*stream // by mid
	stop   context.CancelFunc
	tracks map[string]*webrtc.TrackLocalStaticRTP // audio, q, h, f, screen
}

// stream counts what arrives on one line.
type stream struct {
	packets, bytes, frames, keys int
	first, last                  uint16
	holes, repeats               int
	lastAt                       time.Time
	ssrcs                        map[uint32]bool
	tags                         map[string]int // the sender's mark in the payload
}

func (h *house) dial(t testing.TB) *page {
	t.Helper()
	p := &page{t: t, h: h, news: make(chan struct{}), media: map[string]*stream{}, tracks: map[string]*webrtc.TrackLocalStaticRTP{}}
	p.connect()
	t.Cleanup(p.leave)
	return p
}

func (p *page) connect() {
	p.t.Helper()
	go p.ping(p.connectQuietly())
}

// connectQuietly opens a socket that is never pinged.
func (p *page) connectQuietly() context.Context {
	p.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ws, _, err := websocket.Dial(ctx, p.h.url, &websocket.DialOptions{CompressionMode: websocket.CompressionNoContextTakeover})
	if err != nil {
		cancel()
		p.t.Fatalf("dialling: %v", err)
	}
	ws.SetReadLimit(1 << 20)
	p.mu.Lock()
	p.ws, p.stop, p.closed = ws, cancel, 0
	p.mu.Unlock()
	go p.listen(ctx, ws)
	return ctx
}

func (p *page) ping(ctx context.Context) {
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
			_ = p.write(fmt.Sprintf(`{"type":"ping","n":%d}`, n))
		}
	}
}

func (p *page) listen(ctx context.Context, ws *websocket.Conn) {
	for {
		_, raw, err := ws.Read(ctx)
		p.mu.Lock()
		if err != nil {
			if p.ws == ws {
				p.closed = websocket.CloseStatus(err)
			}
		} else {
			var m map[string]any
			_ = json.Unmarshal(raw, &m)
			p.got = append(p.got, m)
		}
		close(p.news)
		p.news = make(chan struct{})
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (p *page) write(text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	p.mu.Lock()
	ws := p.ws
	p.mu.Unlock()
	if ws == nil {
		return net.ErrClosed
	}
	return ws.Write(ctx, websocket.MessageText, []byte(text))
}

func (p *page) say(m map[string]any) {
	p.t.Helper()
	raw, _ := json.Marshal(m)
	if err := p.write(string(raw)); err != nil {
		p.t.Fatalf("sending %v: %v", m["type"], err)
	}
}

// patience is how long anything may take on a busy machine; it is never what
// a test measures.
const patience = 20 * time.Second

// until waits until ok holds, looking again at each message and tick.
func (p *page) until(what string, ok func() bool) {
	p.t.Helper()
	end := time.After(patience)
	for {
		news, done := p.look(ok)
		if done {
			return
		}
		select {
		case <-news:
		case <-time.After(10 * time.Millisecond):
		case <-end:
			p.mu.Lock()
			defer p.mu.Unlock()
			p.t.Fatalf("waiting for %s: it never came; last messages %.600s, closed %d", what, fmt.Sprint(tail(p.got, 4)), p.closed)
		}
	}
}

// look asks ok under the lock.
func (p *page) look(ok func() bool) (news chan struct{}, done bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.news, ok()
}

// firstPeer gives the first person of the last `peers`; the lock is held.
func (p *page) firstPeer() map[string]any {
	if m := p.lastOf("peers", 0); m != nil {
		return m["peers"].([]any)[0].(map[string]any)
	}
	return nil
}

func tail(m []map[string]any, n int) []map[string]any { return m[max(0, len(m)-n):] }

// lastOf gives the newest message of a type after the from-th; the lock is held.
func (p *page) lastOf(kind string, from int) map[string]any {
	for i := len(p.got) - 1; i >= from; i-- {
		if p.got[i]["type"] == kind {
			return p.got[i]
		}
	}
	return nil
}

// expect waits for a message of a type and gives it.
func (p *page) expect(kind string, from int) (m map[string]any) {
	p.t.Helper()
	p.until("a message "+kind, func() bool { m = p.lastOf(kind, from); return m != nil })
	return m
}

// expectClose waits for the close code.
func (p *page) expectClose(code websocket.StatusCode) {
	p.t.Helper()
	p.until(fmt.Sprintf("close %d", code), func() bool { return p.closed != 0 })
	if p.closed != code {
		p.t.Fatalf("close code = %d, want %d (last messages %v)", p.closed, code, tail(p.got, 3))
	}
}

func (p *page) mark() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.got)
}

// hello joins by ticket.
func (p *page) hello(g Grant) {
	p.t.Helper()
	p.greet(map[string]any{"type": "hello", "ticket": p.h.ticket(p.t, g), "room": g.Room})
}

func (p *page) greet(m map[string]any) {
	p.t.Helper()
	from := p.mark()
	p.say(m)
	raw, _ := json.Marshal(p.expect("welcome", from))
	_ = json.Unmarshal(raw, &p.welcome)
}

// drop cuts the socket without a word; media stays.
func (p *page) drop() {
	p.mu.Lock()
	ws, stop := p.ws, p.stop
	p.mu.Unlock()
	stop()
	if ws != nil {
		_ = ws.CloseNow()
	}
}

// resume opens a new socket on the old session.
func (p *page) resume() {
	p.t.Helper()
	p.connect()
	p.greet(map[string]any{"type": "hello", "resume": p.welcome.Session, "room": p.welcome.Room})
}

func (p *page) leave() {
	p.drop()
	if p.pc != nil {
		_ = p.pc.Close()
	}
}

// names gives the persons of the last `peers`.
func (p *page) names() (out []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.lastOf("peers", 0)
	if m == nil {
		return nil
	}
	for _, x := range m["peers"].([]any) {
		o := x.(map[string]any)
		name := o["person"].(string)
		if o["away"].(bool) {
			name += "(away)"
		}
		out = append(out, name)
	}
	return out
}

func (p *page) expectNames(want ...string) {
	p.t.Helper()
	end := time.Now().Add(patience)
	for {
		got := p.names()
		if fmt.Sprint(got) == fmt.Sprint(want) {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("people = %v, want %v", got, want)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

type testingT = testing.TB

func isLoopback(ip net.IP) bool { return ip.IsLoopback() }

// logTo is nowhere, unless LOG_TESTS is set.
func logTo() io.Writer {
	if os.Getenv("LOG_TESTS") != "" {
		return os.Stderr
	}
	return io.Discard
}
