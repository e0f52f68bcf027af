package sfu

import (
	"context"
	"log/slog"
	"math"
	"time"
)

// How the estimate is shared out. A step up needs more room than it takes and
// a line that was free for a while, so that a picture does not flap.
const (
	stepMargin  = 1.1
	stepCalm    = time.Second
	audioLeast  = 40_000.0 // bit/s a person's sound takes with its headers, before it was measured
	keepBack    = 0.95     // of the estimate is given out
	measureOver = 1.0      // seconds over which a layer's rate is smoothed

	// When a person is asked to send sound twice, and when no longer.
	lossOver  = 2.0 // seconds over which loss is smoothed
	redLoss   = 0.03
	cleanLoss = 0.01
	cleanFor  = 10 * time.Second

	// How long after a full line a picture is tried again.
	retryFirst = 1500 * time.Millisecond
	retrySlow  = 12 * time.Second

	// redRoom is the least rate of a line on which sound is sent twice or thrice.
	redRoom = 150_000

	// feedbackWithin is how long the first feedback is waited for. Until it
	// comes the line is taken for a slow one.
	feedbackWithin = 3 * time.Second
)

// level is one way to send a picture: a layer, up to a temporal layer of it.
type level struct {
	at   *layer
	tid  uint8
	cost float64 // bit/s with headers
}

// claim is one slot that would carry a picture, and what it gets.
type claim struct {
	slot   *slot
	levels []level // cheapest first
	got    int     // index of the level that it gets, -1 for none
	had    int     // the level that it has now
}

// allocate shares a rate among claims: everyone's cheapest level first, then up
// by one level in turn. calm says that the line was free for long enough to try
// more than there is now. With must the cheapest level is given even where it
// does not fit: nothing speaks against the line but an estimate.
func allocate(claims []*claim, budget float64, calm, must bool) {
	for _, c := range claims {
		c.got = -1
		switch {
		case len(c.levels) == 0:
		case c.step(&budget, 0, 0, calm):
			c.got = 0
		case must:
			c.got = 0
			budget -= c.levels[0].cost
		}
	}
	for raised := true; raised; {
		raised = false
		for _, c := range claims {
			if c.got < 0 || c.got+1 >= len(c.levels) {
				continue
			}
			if c.step(&budget, c.got+1, c.levels[c.got].cost, calm) {
				c.got++
				raised = true
			}
		}
	}
}

// step takes a level out of the budget if it fits; one above what the slot has
// now needs a margin.
func (c *claim) step(budget *float64, to int, has float64, calm bool) bool {
	more := c.levels[to].cost - has
	need := more
	if to > c.had {
		if !calm {
			return false
		}
		need = more + c.levels[to].cost*(stepMargin-1)
	}
	if need > *budget {
		return false
	}
	*budget -= more
	return true
}

// claims gives what this person's slots could carry now.
func (p *Peer) claims(now time.Duration) []*claim {
	var out []*claim
	for i := len(p.slots) - 1; i >= 0; i-- { // the screen is last and comes first
		s := p.slots[i]
		if s.kind == Audio || s.source == nil || s.mid == "" || s.source.muted.Load() || s.most == wantOff {
			continue
		}
		c := &claim{slot: s, had: -1}
		for _, l := range s.source.list() {
			if l.alive(now) && (l.rank <= s.most || len(c.levels) == 0) {
				c.levels = append(c.levels, l.levels()...)
			}
		}
		if len(c.levels) == 0 {
			continue // nothing arrives: what was forwarded may come back
		}
		cur, tid := s.cur.Load(), uint8(s.mostTID.Load())
		for n, v := range c.levels {
			if v.at == cur && v.tid <= tid {
				c.had = n
			}
		}
		out = append(out, c)
	}
	return out
}

// share aims this person's picture slots by what the line carries.
func (p *Peer) share(now time.Duration) {
	claims := p.claims(now)
	lacks := 0.0
	for _, c := range claims {
		lacks += c.levels[len(c.levels)-1].cost
	}
	rate, calm, known := p.wire.estimate(now)
	switch {
	case p.room.media.cfg.Unmetered, !known && now-p.since > feedbackWithin: // or a receiver that sends no feedback
		rate, calm, known = math.Inf(1), true, false
	case rate < firstRate && now-p.since < feedbackWithin && !p.wire.wasFull():
		rate = firstRate
		lowestOnly(claims)
	case !known:
		lowestOnly(claims)
	}
	budget := rate * keepBack
	p.pacer.limit(rate)
	p.repeatSound(rate, known)
	allocate(claims, budget-p.audioCost(), calm, p.mustShow(now))
	for _, c := range claims {
		if c.got < 0 {
			p.hid(now)
			c.slot.starve()
			continue
		}
		c.slot.carryLevel(c.levels[c.got])
	}
	if known {
		p.probe(now, p.audioCost()+lacks*stepMargin)
		p.tellLine(now)
	}
}

// mustShow says that the line has not been full for a while, so that a picture
// is tried whatever the estimate. Pictures pause only for a queue that was seen.
func (p *Peer) mustShow(now time.Duration) bool {
	if p.retry == 0 || now-p.hidAt > retrySlow {
		p.retry = retryFirst
	}
	return p.wire.freeFor(now) > p.retry
}

// hid notes that a picture is paused. The next try comes later if this one was
// soon over.
func (p *Peer) hid(now time.Duration) {
	if now-p.hidAt > time.Second { // not the same pause
		p.retry = min(p.retry*2, retrySlow)
	}
	p.hidAt = now
}

// lowestOnly leaves each claim its lowest layer, for a line of which nothing is
// known: the first picture comes at once, and probes find out the rest.
func lowestOnly(claims []*claim) {
	for _, c := range claims {
		n := 1
		for n < len(c.levels) && c.levels[n].at == c.levels[0].at {
			n++
		}
		c.levels = c.levels[:n]
	}
}

// tellLine writes what the line is believed to carry, for whoever debugs one.
func (p *Peer) tellLine(now time.Duration) {
	log := p.room.media.log
	if !log.Enabled(context.Background(), slog.LevelDebug) {
		return
	}
	p.wire.mu.Lock()
	defer p.wire.mu.Unlock()
	e := &p.wire.est
	log.Debug("line", "peer", p.id, "kbps", int(e.rate/1000), "acked", int(e.acked.rate()/1000), "sent", int(p.wire.all.rate()/1000),
		"state", e.state, "limit", e.trend.limit, "calm", e.calm(now).Milliseconds(), "lost", int(e.lost*100), "wait", e.queue.wait.Milliseconds(), "pause", p.wire.prober.pause.Milliseconds())
}

// repeatSound has each slot of sound carry earlier packets again where some are
// lost and the line has room.
func (p *Peer) repeatSound(rate float64, known bool) {
	lost := p.wire.lost()
	for _, s := range p.slots {
		if s.kind != Audio || s.cur.Load() == nil {
			continue
		}
		s.mu.Lock()
		s.carried = redundancy(lost, s.carried, known && rate > redRoom)
		s.mu.Unlock()
	}
}

// audioCost is what sound takes of the line; it is never shared out.
func (p *Peer) audioCost() float64 {
	n := 0
	for _, s := range p.slots {
		if s.kind == Audio && s.cur.Load() != nil {
			n++
		}
	}
	return max(p.wire.audioRate(), float64(n)*audioLeast)
}

func (s *slot) starve() {
	s.starved = true
	s.aim(nil)
}

// carryLevel aims a slot at a level. On a step down what it carries now stops at
// once: the key frame of the lower layer takes a while, and the line is full.
func (s *slot) carryLevel(v level) {
	s.starved = false
	if cur := s.cur.Load(); cur != nil && cur.from == v.at.from && cur.rank > v.at.rank && !s.peer.wire.roomy(s.peer.room.media.now()) {
		s.cur.Store(nil)
		s.peer.pacer.purge(s)
	}
	s.mostTID.Store(int32(v.tid))
	s.aim(v.at)
	s.askForKeys()
}

// measure follows the rate of a layer, by temporal layer.
func (l *layer) measure(now time.Duration) {
	took := (now - l.measured).Seconds()
	if took < 0.2 {
		return
	}
	first := !l.settled
	l.measured, l.settled = now, true
	l.missed(took)
	weight := min(1, took/measureOver)
	for tid := range l.came {
		bits := float64(l.came[tid].Swap(0)) * 8 / took
		if first {
			l.rates[tid] = bits
		} else {
			l.rates[tid] += (bits - l.rates[tid]) * weight
		}
	}
}

// missed follows the share of packets that did not come.
func (l *layer) missed(took float64) {
	top, came := l.top.Load(), l.packets.Load()
	expected, got := float64(top-l.wasTop), float64(came-l.wasCame)
	if l.wasTop != 0 && expected > 0 {
		l.lost += (max(0, 1-got/expected) - l.lost) * min(1, took/lossOver)
	}
	l.wasTop, l.wasCame = top, came
}

// tellCodec gives a change of the codec in which a person should send sound:
// redundant while it arrives with holes. "" is no change.
func (p *Peer) tellCodec(now time.Duration) string {
	lost := 0.0
	for _, l := range p.sources[Audio].list() {
		lost = max(lost, l.lost)
	}
	if lost > cleanLoss {
		p.cleanAt = now
	}
	switch {
	case !p.sendsRED && lost > redLoss:
		p.sendsRED = true
		return "red"
	case p.sendsRED && now-p.cleanAt > cleanFor:
		p.sendsRED = false
		return "opus"
	}
	return ""
}

// levels gives the ways to send this layer. A temporal layer that takes next
// to nothing is no level of its own.
func (l *layer) levels() []level {
	if !l.settled {
		return []level{{l, topTID, assumed[l.rank]}}
	}
	var out []level
	sum := 0.0
	for tid, rate := range l.rates {
		sum += rate
		if tid == 0 || rate > 1000 {
			out = append(out, level{l, uint8(tid), sum})
		}
	}
	out[len(out)-1].tid = topTID
	return out
}

// assumed is what a layer takes before it was measured: the most that
// docs/protocol.md section 4 has a page send.
var assumed = [simulcast]float64{150_000, 500_000, 1_200_000}

// topTID lets every temporal layer through.
const topTID = 3
