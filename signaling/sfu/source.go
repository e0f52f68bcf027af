package sfu

import (
	"errors"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// When a source counts as stalled (docs/protocol.md section 7). A still screen
// is sent about once a second.
const (
	stallAfter       = time.Second
	stallAfterScreen = 3 * time.Second
)

// keyEvery is the least time between two requests for a key frame of one layer.
const keyEvery = 500 * time.Millisecond

// source is what one person sends of one kind: a microphone, a camera in up to
// three layers, a screen.
type source struct {
	peer  *Peer
	kind  Kind
	muted atomic.Bool
	sinks atomic.Pointer[[]*slot] // whoever may want it; written under the room's lock

	mu     sync.Mutex // guards layers
	layers []*layer   // lowest first
}

func newSource(p *Peer, kind Kind) *source {
	s := &source{peer: p, kind: kind}
	s.sinks.Store(new([]*slot))
	s.muted.Store(kind == Screen)
	return s
}

// list gives the layers that have arrived, lowest first.
func (s *source) list() []*layer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.layers)
}

// alive says whether packets of this kind still arrive.
func (s *source) alive(now time.Duration) bool {
	for _, l := range s.list() {
		if l.alive(now) {
			return true
		}
	}
	return false
}

// add takes a new layer in the place of one of the same rank.
func (s *source) add(l *layer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.layers = slices.DeleteFunc(s.layers, func(o *layer) bool { return o.rank == l.rank })
	s.layers = append(s.layers, l)
	slices.SortFunc(s.layers, func(a, b *layer) int { return a.rank - b.rank })
}

func (s *source) remove(l *layer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.layers = slices.DeleteFunc(s.layers, func(o *layer) bool { return o == l })
}

func (s *source) attach(to *slot) {
	now := append(slices.Clone(*s.sinks.Load()), to)
	s.sinks.Store(&now)
}

func (s *source) detach(from *slot) {
	now := slices.DeleteFunc(slices.Clone(*s.sinks.Load()), func(o *slot) bool { return o == from })
	s.sinks.Store(&now)
}

// layer is one incoming stream of a source.
type layer struct {
	from  *source
	track *webrtc.TrackRemote
	rid   string
	rank  int // 0 is the lowest
	ssrc  uint32
	red   uint8 // payload type of redundant sound, 0 for none

	top     atomic.Uint32            // newest sequence number, with a count of its turns above
	packets atomic.Uint32            // all that came
	last    atomic.Int64             // when the last packet came, as Media.now
	came    [topTID + 1]atomic.Int64 // bytes since it was measured, by temporal layer
	asked   atomic.Int64             // when a key frame was last asked for
	pending atomic.Bool              // a key frame is wanted, but it is too early to ask

	// Under the room's lock.
	measured time.Duration // when the rates were last worked out
	settled  bool          // they have been
	lost     float64       // smoothed share of packets that did not come at once
	wasTop   uint32
	wasCame  uint32
	rates    [topTID + 1]float64 // bit/s with headers
}

// ranks orders the rids of docs/protocol.md; a stream without one is the lowest.
var ranks = map[string]int{"": 0, "q": 0, "h": 1, "f": 2}

func newLayer(from *source, track *webrtc.TrackRemote) (*layer, bool) {
	rank, known := ranks[track.RID()]
	l := &layer{from: from, track: track, rid: track.RID(), rank: rank, ssrc: uint32(track.SSRC())}
	l.asked.Store(-int64(keyEvery))
	l.measured = from.peer.room.media.now()
	return l, known
}

func (l *layer) alive(now time.Duration) bool {
	last := time.Duration(l.last.Load())
	limit := stallAfter
	if l.from.kind == Screen {
		limit = stallAfterScreen
	}
	return last > 0 && now-last < limit
}

// packet is one incoming packet on its way to the slots. The payload belongs
// to the layer's reader and is overwritten after the slots have had it.
type packet struct {
	seq     uint16
	ts      uint32
	marker  bool
	payload []byte
	at      time.Duration
	vp8     vp8
}

// read forwards packets until the track ends.
func (l *layer) read() {
	defer l.from.remove(l)
	buf := make([]byte, 1600)
	var h rtp.Header
	for {
		n, _, err := l.track.Read(buf)
		if err != nil && (n == 0 || errors.Is(err, io.EOF)) {
			return
		}
		if err != nil {
			continue // a payload type that was not agreed on
		}
		h = rtp.Header{Extensions: h.Extensions[:0]}
		at, err := h.Unmarshal(buf[:n])
		if err != nil {
			continue
		}
		if p, ok := l.take(&h, buf[at:n]); ok {
			l.pass(&p, h.PayloadType)
		}
	}
}

// take notes that a packet came and reads what forwarding needs of it.
func (l *layer) take(h *rtp.Header, payload []byte) (packet, bool) {
	now := l.from.peer.room.media.now()
	if last := time.Duration(l.last.Swap(int64(now))); now-last > stallAfter {
		l.from.peer.room.refreshSoon()
	}
	l.count(h.SequenceNumber)
	if h.Padding && len(payload) > 0 {
		payload = payload[:max(0, len(payload)-int(payload[len(payload)-1]))]
	}
	p := packet{seq: h.SequenceNumber, ts: h.Timestamp, marker: h.Marker, payload: payload, at: now}
	if l.from.kind != Audio && len(payload) > 0 {
		var ok bool
		if p.vp8, ok = readVP8(payload); !ok {
			return p, false
		}
	}
	l.came[p.vp8.layer].Add(int64(len(payload) + headerBytes))
	return p, true
}

// pass forwards a packet; of redundant sound it forwards each packet that is in
// it, and the slots leave out what they have had.
func (l *layer) pass(p *packet, pt uint8) {
	if l.red == 0 || pt != l.red {
		l.forward(p)
		return
	}
	all, ok := unpackRED(p.payload, p.ts)
	if !ok {
		return
	}
	for _, one := range all {
		back := p.ts - one.ts
		if back%opusTicks != 0 || len(one.payload) == 0 {
			continue
		}
		l.forward(&packet{seq: p.seq - uint16(back/opusTicks), ts: one.ts, marker: p.marker && back == 0, payload: one.payload, at: p.at})
	}
}

// count follows the newest sequence number over its turns. The layer's reader
// alone calls it.
func (l *layer) count(seq uint16) {
	l.packets.Add(1)
	top := l.top.Load()
	if top == 0 {
		l.top.Store(1<<16 | uint32(seq))
	} else if step := int16(seq - uint16(top)); step > 0 {
		l.top.Store(top + uint32(step))
	}
}

func (l *layer) forward(p *packet) {
	if l.from.muted.Load() {
		return
	}
	for _, s := range *l.from.sinks.Load() {
		s.forward(l, p)
	}
}

// askKey asks the sender for a key frame, or notes that one is wanted when the
// last request is too fresh; the room asks then.
func (l *layer) askKey() {
	now := int64(l.from.peer.room.media.now())
	last := l.asked.Load()
	if now-last < int64(keyEvery) || !l.asked.CompareAndSwap(last, now) {
		l.pending.Store(true)
		return
	}
	l.pending.Store(false)
	l.from.peer.sendRTCP(&rtcp.PictureLossIndication{MediaSSRC: l.ssrc})
}

// askPending asks again for what was wanted too early.
func (l *layer) askPending() {
	if l.pending.Load() {
		l.askKey()
	}
}
