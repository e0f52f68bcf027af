package sfu

import "time"

// How the estimate moves (draft-ietf-rmcat-gcc-02 section 5.5). Loss alone
// never lowers it: a rural line loses packets without being full.
const (
	firstRate   = 250_000.0 // bit/s; what a line is lent before anything is known
	startRate   = 150_000.0 // what the first feedback begins with
	leastRate   = 30_000.0
	mostRate    = 10_000_000.0
	backOff     = 0.85
	leastStep   = 0.7                    // one step down takes no more, for a spike is no proof
	growth      = 0.08                   // a second, far from the last limit
	ackedSpan   = 500 * time.Millisecond // over which the arriving rate is measured
	burstSpan   = 150 * time.Millisecond
	holdAfter   = 300 * time.Millisecond // between two steps down
	aheadOf     = 1.5                    // the most that the estimate may be ahead of what arrives
	probeBelief = 0.9                    // of what a probe showed
)

// arrival is what feedback says of one packet.
type arrival struct {
	sent    time.Duration // our clock
	arrived time.Duration // the receiver's clock; 0 when it did not come
	size    int           // bytes with all headers
	probe   int           // the probe that it belongs to, 0 for none
}

// estimator turns feedback into the rate that a receiver's line carries. It
// reads no clock and knows no sockets.
type estimator struct {
	rate    float64 // bit/s
	trend   trend
	state   usage
	heard   bool // feedback has come at all
	acked   meter
	burst   meter // the same over a short span: what a full line lets through
	lastUp  time.Duration
	downAt  time.Duration
	ceiling float64 // mean of the rates at which the line was full; 0 is not known
	lost    float64 // smoothed share of lost packets
	queue   queueing
	probes  probeLog
}

// feed takes one feedback message, in the order of sending. now is our clock.
func (e *estimator) feed(now time.Duration, got []arrival) {
	if !e.heard {
		e.heard, e.rate, e.lastUp = true, startRate, now
		e.acked.span, e.burst.span = ackedSpan, burstSpan
	}
	for _, a := range got {
		miss := 0.0
		if a.arrived == 0 {
			miss = 1
		} else {
			e.acked.add(a.arrived, a.size)
			e.burst.add(a.arrived, a.size)
			e.state = e.queue.weigh(e.trend.add(a.sent, a.arrived), a.arrived-a.sent, now)
		}
		e.lost += (miss - e.lost) * 0.02
		e.probes.add(a)
	}
	e.move(now)
	if r := e.probes.result(now); r > 0 {
		e.believe(r, now)
	}
}

// move lowers or raises the rate by the state of the line.
func (e *estimator) move(now time.Duration) {
	dt := min(now-e.lastUp, time.Second).Seconds()
	e.lastUp = now
	switch e.state {
	case over:
		e.lower(now)
	case normal:
		e.rise(dt)
	}
	e.rate = min(max(e.rate, leastRate), mostRate)
}

func (e *estimator) lower(now time.Duration) {
	if now-e.downAt < holdAfter && e.downAt > 0 {
		return
	}
	e.downAt = now
	if e.probes.open() { // the queue is the probe's own, and what came through is what the line carries
		e.rate = max(e.rate*0.95, min(e.acked.rate()*probeBelief, e.rate*2))
		return
	}
	acked := max(e.acked.rate(), e.burst.rate())
	if acked > 0 && acked < e.rate {
		if e.ceiling == 0 || acked < e.ceiling*0.8 || acked > e.ceiling*1.3 {
			e.ceiling = acked
		}
		e.ceiling += (acked - e.ceiling) * 0.1
		least := e.rate * leastStep
		if e.queue.wait > queueSure {
			least = 0
		}
		e.rate = max(acked*backOff, least)
		return
	}
	e.rate *= backOff
}

// rise grows by a share far from the ceiling and by steps near it, never far
// ahead of what arrives: a quiet sender learns nothing about the line.
func (e *estimator) rise(dt float64) {
	most := max(e.acked.rate()*aheadOf+10_000, leastRate)
	if e.rate >= most {
		return
	}
	step := e.rate * growth * dt
	if e.ceiling > 0 && e.rate > e.ceiling*0.9 && e.rate < e.ceiling*1.1 {
		step = 10_000 * dt
	}
	e.rate = min(e.rate+step, most)
}

// believe takes over what a probe showed, when it is more.
func (e *estimator) believe(rate float64, now time.Duration) {
	if rate*probeBelief > e.rate && e.state != over {
		e.rate = min(rate*probeBelief, mostRate)
		if e.rate > e.ceiling*1.1 {
			e.ceiling = 0
		}
		e.lastUp = now
	}
}

// calm says how long the line has not been full.
func (e *estimator) calm(now time.Duration) time.Duration {
	if e.state == over {
		return 0
	}
	return now - e.downAt
}

// meter measures a rate over a sliding span.
type meter struct {
	span  time.Duration
	items []struct {
		at   time.Duration
		size int
	}
	bytes int
}

func (m *meter) add(at time.Duration, size int) {
	m.items = append(m.items, struct {
		at   time.Duration
		size int
	}{at, size})
	m.bytes += size
	for len(m.items) > 1 && at-m.items[0].at > m.span {
		m.bytes -= m.items[0].size
		m.items = m.items[1:]
	}
}

// rate is in bit/s; 0 before there is half a span of it.
func (m *meter) rate() float64 {
	if len(m.items) < 2 {
		return 0
	}
	took := m.items[len(m.items)-1].at - m.items[0].at
	if took < m.span/2 {
		return 0
	}
	return float64(m.bytes-m.items[0].size) * 8 / took.Seconds()
}

// When a growing delay matters: a busy phone or Wi-Fi makes small waves that
// the trend takes for a queue.
const (
	queueMatters = 50 * time.Millisecond
	queueSure    = 100 * time.Millisecond // no wave is so high
	queueTooLong = 250 * time.Millisecond
	baseFor      = 5 * time.Second // the least delay of the last one or two of these is an empty queue
)

// queueing follows how long packets wait on the way. Clocks of sender and
// receiver need not agree.
type queueing struct {
	base, next time.Duration
	begun      time.Duration
	set        bool
	wait       time.Duration // smoothed
}

// weigh corrects what the trend says by how long the queue really is.
func (q *queueing) weigh(says usage, delay, now time.Duration) usage {
	switch {
	case !q.set:
		q.base, q.next, q.begun, q.set = delay, delay, now, true
	case now-q.begun > baseFor:
		q.base, q.next, q.begun = q.next, delay, now
	}
	q.next = min(q.next, delay)
	q.base = min(q.base, delay)
	q.wait += (delay - q.base - q.wait) / 8
	switch {
	case says == over && q.wait < queueMatters:
		return normal
	case says == normal && q.wait > queueTooLong:
		return over
	}
	return says
}
