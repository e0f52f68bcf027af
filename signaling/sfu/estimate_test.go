package sfu

import (
	"math/rand/v2"
	"testing"
	"time"
)

// road is a made line: a rate, a queue and random loss, in made time.
type road struct {
	bps   float64
	queue time.Duration // longest wait before packets are dropped
	loss  float64
	busy  time.Duration // until when the line is busy
	rng   *rand.Rand
}

// carry gives when a packet arrives, 0 for never.
func (r *road) carry(at time.Duration, size int) time.Duration {
	if r.rng.Float64() < r.loss {
		return 0
	}
	start := max(at, r.busy)
	if start-at > r.queue {
		return 0
	}
	r.busy = start + time.Duration(float64(size)*8/r.bps*float64(time.Second))
	return r.busy + 40*time.Millisecond
}

// drive sends over the road at a demand, never above the estimate, with probes,
// and feedback every 50 ms, for a while from a time on. It gives the mean
// estimate of the last half.
func drive(e *estimator, p *prober, r *road, from, long time.Duration, demand float64) (mean float64) {
	var got []arrival
	owed, filled, n := 0.0, 0.0, 0.0
	var probeRate float64
	var probeEnd time.Duration
	for now := from; now < from+long; now += 10 * time.Millisecond {
		rate := demand
		if e.heard {
			rate = min(demand, e.rate*keepBack)
		}
		owed += rate / 8 / 100
		for ; owed >= 500; owed -= 500 {
			a := arrival{sent: now, size: 500}
			if now < probeEnd {
				a.probe = e.probes.id
			}
			a.arrived = r.carry(now, a.size)
			got = append(got, a)
		}
		if now < probeEnd {
			for filled += probeRate / 8 / 100; filled >= 288; filled -= 288 {
				got = append(got, arrival{now, r.carry(now, 288), 288, e.probes.id})
			}
		}
		if now%(50*time.Millisecond) == 0 && len(got) > 0 {
			open := e.probes.open()
			e.feed(now, got)
			got = got[:0]
			if open && !e.probes.open() {
				p.learn(e.rate)
			}
			if want := p.next(now, e, demand); want > 0 {
				e.probes.begin(now)
				probeRate, probeEnd = want, now+probeFor
			}
		}
		if now > from+long/2 {
			mean += e.rate
			n++
		}
	}
	return mean / n
}

func newRoad(kbps float64, loss float64) *road {
	return &road{bps: kbps * 1000, queue: 300 * time.Millisecond, loss: loss, rng: rand.New(rand.NewPCG(1, 2))}
}

// TestEstimateFindsTheLine holds the estimate under what the line carries and
// over half of it, on lines from slow to fast, clean and lossy.
func TestEstimateFindsTheLine(t *testing.T) {
	for _, kbps := range []float64{100, 300, 1000, 3000} {
		for _, loss := range []float64{0, 0.15, 0.30} {
			var e estimator
			var p prober
			got := drive(&e, &p, newRoad(kbps, loss), time.Second, 30*time.Second, 4_000_000) / 1000
			// what is lost at random before the narrow place takes no room in it
			if most, least := kbps/(1-loss)*1.15, kbps*(1-loss)*0.5; got > most || got < least {
				t.Errorf("estimate of a line of %v kbit/s with %v loss = %.0f, want %.0f to %.0f", kbps, loss, got, least, most)
			}
		}
	}
}

// TestLossAloneLowersNothing sends little over a wide line that loses a third.
func TestLossAloneLowersNothing(t *testing.T) {
	var e estimator
	var p prober
	road := newRoad(5000, 0.3)
	drive(&e, &p, road, time.Second, 5*time.Second, 400_000)
	before := e.rate
	drive(&e, &p, road, 6*time.Second, 10*time.Second, 400_000)
	if e.downAt != 0 || e.rate < before {
		t.Errorf("the estimate fell from %.0f to %.0f for random loss alone", before, e.rate)
	}
}

// TestLineHeals: a line that was slow and is wide again is found within 10 s.
func TestLineHeals(t *testing.T) {
	var e estimator
	var p prober
	road := newRoad(300, 0)
	slow := drive(&e, &p, road, time.Second, 20*time.Second, 2_000_000)
	road.bps = 4_000_000
	drive(&e, &p, road, 21*time.Second, 10*time.Second, 2_000_000)
	if slow > 350_000 || e.rate < 1_500_000 {
		t.Errorf("estimate = %.0f on the slow line and %.0f after 10 s of the wide one, want under 350000 and over 1500000", slow, e.rate)
	}
}

func TestAllocateGivesEveryoneTheirLowestFirst(t *testing.T) {
	q, h := &layer{rank: 0}, &layer{rank: 1}
	three := func(had int) *claim {
		return &claim{levels: []level{{q, 0, 60_000}, {q, topTID, 100_000}, {h, topTID, 400_000}}, had: had}
	}
	for _, c := range []struct {
		name       string
		budget     float64
		calm, must bool
		had        int
		want       [2]int
	}{
		{"nothing fits", 50_000, true, false, -1, [2]int{-1, -1}},
		{"nothing fits, but nothing speaks against it", 50_000, true, true, -1, [2]int{0, 0}},
		{"one fits", 70_000, true, false, -1, [2]int{0, -1}},
		{"both lowest before one better", 140_000, true, false, -1, [2]int{0, 0}},
		{"a step each", 230_000, true, false, -1, [2]int{1, 1}},
		{"all", 1e9, true, false, -1, [2]int{2, 2}},
		{"no step up while the line is not calm", 1e9, false, false, 0, [2]int{0, 0}},
		{"what is there stays without a margin", 800_000, false, false, 2, [2]int{2, 2}},
	} {
		claims := []*claim{three(c.had), three(c.had)}
		allocate(claims, c.budget, c.calm, c.must)
		if got := [2]int{claims[0].got, claims[1].got}; got != c.want {
			t.Errorf("%s: levels %v, want %v", c.name, got, c.want)
		}
	}
}
