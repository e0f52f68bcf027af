package sfu

import "time"

// How the line is probed. A line that was full is not asked again at once: each
// probe that shows nothing doubles the pause.
const (
	probeFor    = 200 * time.Millisecond
	probeWait   = 600 * time.Millisecond // for the feedback after it
	probeFirst  = 300 * time.Millisecond
	probeSlow   = 4 * time.Second
	probeCalm   = 700 * time.Millisecond // the line must have been free for so long
	probePacket = 224                    // bytes of padding; its count is one byte
	headerBytes = 12 + 8 + 16 + 28       // RTP, extension, SRTP tag, UDP and IP
)

// probeLog gathers the arrivals of the probe under way.
type probeLog struct {
	id       int
	ends     time.Duration // when feedback is late
	sentA    time.Duration
	sentB    time.Duration
	arriveA  time.Duration
	arriveB  time.Duration
	sent     int // bytes after the first packet
	arrived  int
	n, total int
}

// begin starts a probe and gives its number.
func (p *probeLog) begin(now time.Duration) int {
	*p = probeLog{id: p.id + 1, ends: now + probeFor + probeWait}
	return p.id
}

// add takes one packet; all packets sent during a probe belong to it.
func (p *probeLog) add(a arrival) {
	if a.probe == 0 || a.probe != p.id {
		return
	}
	p.total++
	if p.total == 1 {
		p.sentA, p.sentB = a.sent, a.sent
	} else {
		p.sentB = max(p.sentB, a.sent)
		p.sent += a.size
	}
	if a.arrived == 0 {
		return
	}
	p.n++
	if p.n == 1 {
		p.arriveA, p.arriveB = a.arrived, a.arrived
		return
	}
	p.arriveB = max(p.arriveB, a.arrived)
	p.arrived += a.size
}

// result is the rate in bit/s at which the probe came through, once; 0 before
// it is known. What was lost at random is not held against the line.
func (p *probeLog) result(now time.Duration) float64 {
	if p.ends == 0 || now < p.ends-probeWait/2 {
		return 0
	}
	defer func() { p.ends = 0 }()
	if p.n < 5 || p.n*2 < p.total || p.arriveB <= p.arriveA || p.sentB <= p.sentA {
		return 0
	}
	out := float64(p.sent) * 8 / (p.sentB - p.sentA).Seconds()
	came := float64(p.arrived) * 8 / (p.arriveB - p.arriveA).Seconds() * float64(p.total) / float64(p.n)
	return min(out, came)
}

// open says that a probe is under way.
func (p *probeLog) open() bool { return p.ends != 0 }

// probe fills the line for a moment, when there is a picture that it might
// carry and does not. The room's lock is held.
func (p *Peer) probe(now time.Duration, wanted float64) {
	rate, gap := p.wire.beginProbe(now, wanted)
	if rate == 0 {
		return
	}
	var by *slot
	for _, s := range p.slots {
		if s.kind == Video && s.mid != "" {
			by = s
			break
		}
	}
	if by == nil {
		return
	}
	p.room.done.Go(func() { p.fill(by, gap) })
}

// fill sends padding at a rate for as long as a probe lasts, and less when the
// line turns out to be full.
func (p *Peer) fill(by *slot, rate float64) {
	const step = 10 * time.Millisecond
	media := p.room.media
	begun := media.now()
	owed := 0.0
	t := time.NewTicker(step)
	defer t.Stop()
	defer p.wire.endProbe()
	for last := begun; last-begun < probeFor; {
		select {
		case <-p.gone:
			return
		case <-t.C:
		}
		now := media.now()
		owed += rate / 8 * (now - last).Seconds()
		last = now
		n := int(owed / (probePacket + headerBytes))
		owed -= float64(n) * (probePacket + headerBytes)
		if p.wire.full() || !by.pad(n, now) {
			return
		}
	}
}

// prober decides when to probe and how high.
type prober struct {
	last, pause time.Duration
	before      float64 // estimate when the last probe began
}

// next gives the rate to probe at, 0 for not now. wanted is the rate of what
// the receiver lacks.
func (p *prober) next(now time.Duration, e *estimator, wanted float64) float64 {
	if p.pause == 0 {
		p.pause = probeFirst
	}
	if !e.heard || e.probes.open() || wanted <= e.rate || e.calm(now) < probeCalm || now-p.last < p.pause {
		return 0
	}
	p.last, p.before = now, e.rate
	return min(wanted*1.1, max(e.rate*2, 100_000))
}

// learn sets the pause by what the last probe brought.
func (p *prober) learn(rate float64) {
	if rate > p.before*1.05 {
		p.pause = probeFirst
	} else {
		p.pause = min(p.pause*2, probeSlow)
	}
}
