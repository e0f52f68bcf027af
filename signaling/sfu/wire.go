package sfu

import (
	"encoding/binary"
	"sync"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
)

// remembered is how many packets wait for feedback: a second of the fullest line.
const remembered = 4096

// wire is everything that one person is sent, over all slots: it numbers each
// packet (transport-wide congestion control), remembers when it went, and asks
// the estimator what the feedback means.
type wire struct {
	mu     sync.Mutex // guards what follows
	next   uint16
	sent   [remembered]sentPacket
	est    estimator
	probe  int // the probe under way, 0 for none
	prober prober
	all    meter
	audio  meter
	rtt    time.Duration
}

type sentPacket struct {
	seq   uint16
	known bool
	size  int
	probe int
	at    time.Duration
}

// number gives a packet its transport number and notes it.
func (w *wire) number(h *rtp.Header, ext uint8, payload int, now time.Duration, audio bool) {
	w.mu.Lock()
	seq := w.next
	w.next++
	size := payload + headerBytes
	w.sent[seq%remembered] = sentPacket{seq, true, size, w.probe, now}
	w.all.add(now, size)
	if audio {
		w.audio.add(now, size)
	}
	w.mu.Unlock()
	if ext != 0 {
		var b [2]byte
		binary.BigEndian.PutUint16(b[:], seq)
		_ = h.SetExtension(ext, b[:]) // fails for no id that was agreed on
	}
}

// feedback takes one report of the receiver.
func (w *wire) feedback(fb *rtcp.TransportLayerCC, now time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	open := w.est.probes.open()
	w.est.feed(now, w.arrivals(fb))
	if open && !w.est.probes.open() {
		w.prober.learn(w.est.rate)
	}
}

// arrivals joins a report with what was sent.
func (w *wire) arrivals(fb *rtcp.TransportLayerCC) []arrival {
	var out []arrival
	at := time.Duration(fb.ReferenceTime) * 64 * time.Millisecond
	seq, left, deltas := fb.BaseSequenceNumber, int(fb.PacketStatusCount), fb.RecvDeltas
	take := func(symbol uint16) {
		came := symbol == rtcp.TypeTCCPacketReceivedSmallDelta || symbol == rtcp.TypeTCCPacketReceivedLargeDelta
		var arrived time.Duration
		if came && len(deltas) > 0 {
			at += time.Duration(deltas[0].Delta) * time.Microsecond
			deltas = deltas[1:]
			arrived = at
		}
		if p := &w.sent[seq%remembered]; p.known && p.seq == seq {
			p.known = arrived == 0 // a later report may still have it
			out = append(out, arrival{p.at, arrived, p.size, p.probe})
		}
		seq++
		left--
	}
	for _, chunk := range fb.PacketChunks {
		switch c := chunk.(type) {
		case *rtcp.RunLengthChunk:
			for range min(int(c.RunLength), left) {
				take(c.PacketStatusSymbol)
			}
		case *rtcp.StatusVectorChunk:
			for _, s := range c.SymbolList[:min(len(c.SymbolList), left)] {
				take(s)
			}
		}
	}
	return out
}

// report takes what a receiver report says of the round trip. sentNow is the
// middle of our NTP time (RFC 3550 section 6.4.1).
func (w *wire) report(r rtcp.ReceptionReport, ntpNow uint32) {
	if r.LastSenderReport == 0 {
		return
	}
	took := ntpNow - r.LastSenderReport - r.Delay // in 1/65536 s
	if took > 10<<16 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rtt = time.Duration(took) * time.Second >> 16
}

// estimate gives the rate of the line and whether it has been free for long
// enough to try more. known is false for a receiver that sends no feedback.
func (w *wire) estimate(now time.Duration) (rate float64, calm, known bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.est.heard {
		return firstRate, true, false
	}
	return w.est.rate, w.est.calm(now) > stepCalm, true
}

// roomy says that the line was free for a while, or that nothing is known of it.
func (w *wire) roomy(now time.Duration) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.est.heard || w.est.calm(now) > stepCalm
}

func (w *wire) audioRate() float64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.audio.rate()
}

// beginProbe starts a probe if it is time for one, and gives the rate that it
// tries and how much of it must be padding.
func (w *wire) beginProbe(now time.Duration, wanted float64) (rate, padding float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	rate = w.prober.next(now, &w.est, wanted)
	if rate == 0 {
		return 0, 0
	}
	w.probe = w.est.probes.begin(now)
	return rate, max(rate-w.audio.rate(), rate/2)
}

func (w *wire) endProbe() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.probe = 0
}

// full says that the line's queue grows.
func (w *wire) full() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.est.state == over
}

// lost is the share of packets that do not arrive.
func (w *wire) lost() float64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.est.lost
}

// wasFull says that the line has been full at least once.
func (w *wire) wasFull() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.est.downAt > 0
}

// freeFor says how long ago the line was last full.
func (w *wire) freeFor(now time.Duration) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.est.downAt == 0 {
		return now
	}
	return w.est.calm(now)
}
