package sfu

import (
	"math"
	"slices"
	"sync"
	"time"

	"github.com/pion/rtp"
)

// How pictures are spread out. A key frame that went at once would fill the
// queue of a slow line, and sound would wait behind it.
const (
	paceFactor  = 1.3                   // of the estimate
	paceBurst   = 20 * time.Millisecond // what may go at once
	paceLeast   = 3000                  // bytes that may always go at once
	paceStep    = 5 * time.Millisecond
	paceDrain   = 700 * time.Millisecond  // the queue is emptied within it, if need be faster
	paceTooLong = 1500 * time.Millisecond // a queue that is longer is thrown away
)

// pacer holds one person's pictures back so that they leave at the rate of the
// line. Sound does not pass here.
type pacer struct {
	peer *Peer
	wake chan struct{}

	mu     sync.Mutex // guards what follows; taken after a slot's lock
	rate   float64    // bit/s; 0 is without limit
	free   float64    // bytes that may go now
	at     time.Duration
	queue  []paced
	bytes  int
	busy   bool // a packet has left the queue and not yet been sent
	spares [][]byte
}

type paced struct {
	slot    *slot
	header  rtp.Header
	payload []byte
}

func newPacer(p *Peer) *pacer { return &pacer{peer: p, wake: make(chan struct{}, 1)} }

// limit sets the rate of the line, infinite for no limit.
func (c *pacer) limit(rate float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rate = rate * paceFactor; math.IsInf(rate, 1) {
		c.rate = 0
	}
}

// pass says whether a packet may go at once; otherwise it was taken into the
// queue. The slot's lock is held.
func (c *pacer) pass(s *slot, h *rtp.Header, payload []byte, now time.Duration) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refill(now)
	size := float64(len(payload) + headerBytes)
	if c.rate == 0 || (len(c.queue) == 0 && !c.busy && c.free >= size) {
		c.free -= size
		return true
	}
	var buf []byte
	if n := len(c.spares); n > 0 {
		buf, c.spares = c.spares[n-1], c.spares[:n-1]
	}
	c.queue = append(c.queue, paced{s, *h, append(buf[:0], payload...)})
	c.bytes += int(size)
	select {
	case c.wake <- struct{}{}:
	default:
	}
	return false
}

func (c *pacer) refill(now time.Duration) {
	rate := max(c.rate, float64(c.bytes)*8/paceDrain.Seconds())
	c.free = min(c.free+rate/8*(now-c.at).Seconds(), max(rate/8*paceBurst.Seconds(), paceLeast))
	c.at = now
}

// run sends what was held back until the person is gone.
func (c *pacer) run() {
	t := time.NewTimer(time.Hour)
	defer t.Stop()
	for {
		select {
		case <-c.peer.gone:
			return
		case <-c.wake:
		case <-t.C:
		}
		for c.sendOne() {
		}
		if c.waiting() {
			t.Reset(paceStep)
		}
	}
}

func (c *pacer) waiting() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.queue) > 0
}

// sendOne sends the oldest packet if there is room for it now.
func (c *pacer) sendOne() bool {
	now := c.peer.room.media.now()
	c.mu.Lock()
	c.refill(now)
	if len(c.queue) == 0 || (c.free < 0 && c.rate > 0) {
		c.mu.Unlock()
		return false
	}
	p := c.queue[0]
	c.queue[0] = paced{}
	c.queue = c.queue[1:]
	size := len(p.payload) + headerBytes
	c.bytes -= size
	c.free -= float64(size)
	c.busy = true
	c.mu.Unlock()
	p.slot.mu.Lock()
	if p.slot.out != nil {
		p.slot.put(&p.header, p.payload, now)
	}
	p.slot.mu.Unlock()
	c.mu.Lock()
	c.busy = false
	if len(c.spares) < 64 {
		c.spares = append(c.spares, p.payload)
	}
	c.mu.Unlock()
	return true
}

// purge throws away what a slot has waiting.
func (c *pacer) purge(s *slot) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queue = slices.DeleteFunc(c.queue, func(p paced) bool {
		if p.slot == s {
			c.bytes -= len(p.payload) + headerBytes
		}
		return p.slot == s
	})
}

// behind is how long the queue takes at the rate of the line.
func (c *pacer) behind() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rate == 0 {
		return 0
	}
	return time.Duration(float64(c.bytes) * 8 / c.rate * float64(time.Second))
}
