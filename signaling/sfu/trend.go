package sfu

import "time"

// The delay filter of draft-ietf-rmcat-gcc-02 sections 5.2 to 5.4, with a
// regression line in place of its Kalman filter, as browsers have it.
const (
	groupSpan  = 5 * time.Millisecond // packets sent together count as one
	trendSize  = 20                   // groups under the line
	smoothing  = 0.9
	gain       = 4.0
	maxDeltas  = 60
	overFor    = 10 * time.Millisecond
	firstLimit = 12.5 // ms
	leastLimit = 6.0
	mostLimit  = 600.0
	limitUp    = 0.0087 // adaptation a millisecond
	limitDown  = 0.039
)

// usage is what the delay says of the line.
type usage int

const (
	normal usage = iota
	over
	under
)

// trend finds from the times of sending and arriving whether a queue grows on
// the way. It reads no clock.
type trend struct {
	group, last group
	count       int
	sum, smooth float64 // ms
	at, delay   []float64
	first       time.Duration
	limit       float64
	prev        float64
	overSince   time.Duration
	lastUpdate  time.Duration
	state       usage
}

// group is a burst of packets that were sent together.
type group struct {
	set                 bool
	begun, sent, arrive time.Duration
}

// add takes one packet that arrived, in the order of sending, and gives the
// state. Arrival times are the receiver's own clock.
func (t *trend) add(sent, arrived time.Duration) usage {
	switch {
	case !t.group.set:
		t.group = group{true, sent, sent, arrived}
	case sent-t.group.begun <= groupSpan:
		t.group.sent, t.group.arrive = max(t.group.sent, sent), max(t.group.arrive, arrived)
	default:
		if t.last.set {
			t.update(t.group.sent-t.last.sent, t.group.arrive-t.last.arrive, t.group.arrive)
		}
		t.last, t.group = t.group, group{true, sent, sent, arrived}
	}
	return t.state
}

// update moves the line on by one group.
func (t *trend) update(sent, arrived, now time.Duration) {
	if t.limit == 0 {
		t.limit, t.first = firstLimit, now
	}
	d := ms(arrived - sent)
	if d > 3000 || d < -3000 { // the line stood still or the clock jumped
		*t = trend{group: t.group}
		return
	}
	t.count = min(t.count+1, maxDeltas)
	t.sum += d
	t.smooth = smoothing*t.smooth + (1-smoothing)*t.sum
	t.at, t.delay = append(t.at, ms(now-t.first)), append(t.delay, t.smooth)
	if len(t.at) > trendSize {
		t.at, t.delay = t.at[1:], t.delay[1:]
	}
	if len(t.at) == trendSize {
		t.judge(slope(t.at, t.delay)*float64(t.count)*gain, ms(sent), now)
	}
}

// judge compares the trend with its adaptive limit.
func (t *trend) judge(m, step float64, now time.Duration) {
	switch {
	case m > t.limit:
		if t.overSince == 0 {
			t.overSince = now
		}
		if now-t.overSince >= overFor && m >= t.prev {
			t.state = over
		}
	case m < -t.limit:
		t.state, t.overSince = under, 0
	default:
		t.state, t.overSince = normal, 0
	}
	t.prev = m
	t.adapt(m, now)
}

func (t *trend) adapt(m float64, now time.Duration) {
	size := max(m, -m)
	dt := min(ms(now-t.lastUpdate), 100)
	t.lastUpdate = now
	if size > t.limit+15 { // a spike is not a reason to become deaf
		return
	}
	k := limitUp
	if size < t.limit {
		k = limitDown
	}
	t.limit = min(max(t.limit+k*(size-t.limit)*dt, leastLimit), mostLimit)
}

// slope is that of the least-squares line through the points.
func slope(x, y []float64) float64 {
	var mx, my, num, den float64
	for i := range x {
		mx += x[i]
		my += y[i]
	}
	n := float64(len(x))
	mx, my = mx/n, my/n
	for i := range x {
		num += (x[i] - mx) * (y[i] - my)
		den += (x[i] - mx) * (x[i] - mx)
	}
	if den == 0 {
		return 0
	}
	return num / den
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
