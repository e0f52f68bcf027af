package signaling

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// TestNothingLeaks has people come and go in every way there is, with media,
// and holds that goroutines and memory end where they began.
func TestNothingLeaks(t *testing.T) {
	h := open(t, func(c *Config, _ *Hooks) {
		c.Grace, c.Linger = 20*time.Millisecond, 20*time.Millisecond
	})
	h.comeAndGo(t, 8) // what is made once: pools, caches, the ports' readers
	routines, heap := h.rest(t, 0)
	for range 5 {
		h.comeAndGo(t, 40)
	}
	after, heapAfter := h.rest(t, routines+3)
	if after > routines+3 {
		buf := make([]byte, 1<<20)
		t.Errorf("goroutines = %d, want %d as before\n%.4000s", after, routines, buf[:runtime.Stack(buf, true)])
	}
	t.Logf("heap %d kB, then %d kB; goroutines %d, then %d", heap>>10, heapAfter>>10, routines, after)
	if grown := heapAfter - heap; grown > 3<<20 {
		t.Errorf("heap grew by %d kB over 200 stays, want under 3 MB", grown>>10)
	}
}

// comeAndGo has n people join rooms of two and leave: by bye, by a lost socket,
// kicked, by an ended consult, replaced by themselves, by a bad offer.
func (h *house) comeAndGo(t *testing.T, n int) {
	t.Helper()
	for i := range n / 2 {
		room := fmt.Sprintf("room%d", i)
		a, b := h.join(t, grant(room, "anna")), h.join(t, grant(room, "bo"))
		stop := a.transmit("q", "h")
		b.expectMedia(a, "audio", 1)
		stop()
		switch i % 4 {
		case 0:
			a.say(map[string]any{"type": "bye"})
			h.Kick(room, "bo")
		case 1:
			a.drop()
			b.say(map[string]any{"type": "offer", "rev": 2, "sdp": "nonsense"})
			b.expectClose(4006)
		case 2:
			h.CloseRoom(room)
		default:
			again := h.join(t, grant(room, "anna"))
			again.forget()
			b.drop()
		}
		a.forget()
		b.forget()
	}
}

// rest waits until the house is empty and quiet, and measures it.
func (h *house) rest(t *testing.T, want int) (routines int, heap int64) {
	t.Helper()
	end := time.Now().Add(patience)
	least := 1 << 30
	for time.Now().Before(end) {
		time.Sleep(100 * time.Millisecond)
		n := runtime.NumGoroutine()
		if h.Rooms() == 0 && (n <= want || (want == 0 && n >= least)) {
			break
		}
		least = min(least, n)
	}
	if n := h.Rooms(); n != 0 {
		t.Fatalf("%d rooms are still open", n)
	}
	for range 3 { // a pool lets go of its content at the second collection
		debug.FreeOSMemory()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return runtime.NumGoroutine(), int64(m.HeapAlloc)
}

// forget leaves and lets go of all that a page holds, since the test's cleanup
// holds the page.
func (p *page) forget() {
	p.leave()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ws, p.pc, p.got, p.tracks, p.media = nil, nil, nil, nil, nil
}
