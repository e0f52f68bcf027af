package sfu

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/pion/rtp"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

// slot is one stream that a person can receive. Whose packets it carries may
// change at any time; to the receiver it stays one stream. It is Pion's
// TrackLocal, because Pion's own cannot change the payload type by packet.
type slot struct {
	peer  *Peer
	kind  Kind
	index int

	// Under the room's lock.
	mid     string
	source  *source
	most    int  // highest rank that its owner wants, wantOff for none
	starved bool // paused because the line does not carry it

	cur  atomic.Pointer[layer] // what is forwarded; nil is nothing
	next atomic.Pointer[layer] // what takes its place at its next key frame

	mostTID atomic.Int32 // highest temporal layer that is forwarded

	mu       sync.Mutex // guards what follows: the outgoing stream
	out      webrtc.TrackLocalWriter
	header   rtp.Header
	clock    uint32 // ticks a second
	line     timeline
	pictures pictures
	sentAt   int64      // Media.now of the last packet
	rtx      rtp.Header // of the repair stream; no payload type is none
	ext      uint8      // id of the transport number, 0 for none
	past     *history   // nil for sound
	scratch  []byte
	red      uint8    // payload type of redundant sound, 0 for none
	carried  int      // earlier packets that each one carries again
	before   []spoken // the last ones
	tid      uint8    // highest temporal layer now: it rises where the stream allows
	skipping bool     // the frame of skipTS is left out
	skipTS   uint32
	count    uint32
	octets   uint32
}

// wantOff and wantAll are the ends of what a slot's owner may want.
const (
	wantOff = -1
	wantAll = simulcast - 1
)

// Bind is called by Pion once the codec is agreed.
func (s *slot) Bind(c webrtc.TrackLocalContext) (webrtc.RTPCodecParameters, error) {
	codecs := c.CodecParameters()
	mime := webrtc.MimeTypeVP8
	if s.kind == Audio {
		mime = webrtc.MimeTypeOpus
	}
	for _, codec := range codecs {
		if codec.MimeType != mime {
			continue
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.out, s.clock = c.WriteStream(), codec.ClockRate
		s.header = rtp.Header{Version: 2, SSRC: uint32(c.SSRC()), PayloadType: uint8(codec.PayloadType)}
		s.repair(c, codec.PayloadType)
		return codec, nil
	}
	return webrtc.RTPCodecParameters{}, fmt.Errorf("%w: no %s for line %s", ErrOffer, mime, s.mid)
}

// repair notes what was agreed on for sending again and for transport numbers.
func (s *slot) repair(c webrtc.TrackLocalContext, pt webrtc.PayloadType) {
	for _, e := range c.HeaderExtensions() {
		if e.URI == sdp.TransportCCURI {
			s.ext = uint8(e.ID)
		}
	}
	if s.kind == Audio {
		for _, codec := range c.CodecParameters() {
			if codec.MimeType == mimeRED {
				s.red = uint8(codec.PayloadType)
			}
		}
		return
	}
	s.past = &history{}
	for _, codec := range c.CodecParameters() {
		if codec.MimeType == webrtc.MimeTypeRTX && codec.SDPFmtpLine == fmt.Sprintf("apt=%d", pt) && c.SSRCRetransmission() != 0 {
			s.rtx = rtp.Header{Version: 2, SSRC: uint32(c.SSRCRetransmission()), PayloadType: uint8(codec.PayloadType)}
		}
	}
}

// Unbind is called by Pion when the connection ends.
func (s *slot) Unbind(webrtc.TrackLocalContext) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out = nil
	return nil
}

// ID names the track in the answer; clients go by mid.
func (s *slot) ID() string { return fmt.Sprintf("%s%d", s.kind, s.index) }

// RID is empty: a slot is one stream.
func (s *slot) RID() string { return "" }

// StreamID names the stream in the answer. Sound and picture of a seat share
// one, so that browsers keep lips in step.
func (s *slot) StreamID() string {
	if s.kind == Screen {
		return "screen"
	}
	return fmt.Sprintf("seat%d", s.index)
}

// Kind is the kind of RTP stream.
func (s *slot) Kind() webrtc.RTPCodecType {
	if s.kind == Audio {
		return webrtc.RTPCodecTypeAudio
	}
	return webrtc.RTPCodecTypeVideo
}

// aim says what the slot shall carry: nil stops it at once, another layer
// takes over at its next key frame. It reports whether anything changed.
func (s *slot) aim(at *layer) bool {
	if at == nil {
		was := s.cur.Swap(nil) != nil
		if was {
			s.peer.pacer.purge(s)
		}
		return s.next.Swap(nil) != nil || was
	}
	if s.cur.Load() == at {
		s.next.Store(nil)
		return false
	}
	if s.next.Swap(at) == at {
		return false
	}
	return true
}

// forward passes a packet on if it is of the layer that this slot carries, or
// begins the next one.
func (s *slot) forward(l *layer, p *packet) {
	if s.cur.Load() != l && s.next.Load() != l {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out == nil || !s.carries(l, p) {
		return
	}
	if len(p.payload) == 0 || s.skips(p) {
		s.line.drop(p.seq)
		return
	}
	seq, ts, ok, again := s.line.place(p.seq, p.ts)
	if again {
		s.begin(p)
		seq, ts, ok, _ = s.line.place(p.seq, p.ts)
	}
	if ok {
		s.write(seq, ts, p)
	}
}

// carries says whether the packet belongs to what the slot carries; a key frame
// of the next layer makes it the current one.
func (s *slot) carries(l *layer, p *packet) bool {
	if s.cur.Load() == l {
		return true
	}
	if s.next.Load() != l || len(p.payload) == 0 || (s.kind != Audio && !p.vp8.key) {
		return false
	}
	s.next.CompareAndSwap(l, nil)
	s.cur.Store(l)
	s.begin(p)
	s.peer.room.refreshSoon()
	return true
}

// skips says whether a packet is of a frame that is left out: one of a temporal
// layer above what the slot carries. A higher layer begins where it builds on
// the base alone (RFC 7741 section 4.2, the Y bit).
func (s *slot) skips(p *packet) bool {
	if p.vp8.layerAt == 0 {
		return false
	}
	if p.vp8.start {
		most := uint8(s.mostTID.Load())
		if p.vp8.layer > s.tid && p.vp8.layer <= most && p.vp8.sync {
			s.tid = p.vp8.layer
		}
		s.tid = min(s.tid, most)
		if s.skipping = p.vp8.layer > s.tid; s.skipping {
			s.skipTS = p.ts
		}
	}
	return s.skipping && p.ts == s.skipTS
}

func (s *slot) begin(p *packet) {
	since := uint64(max(0, int64(p.at)-s.sentAt)) // ns
	s.line.begin(p.seq, p.ts, uint32(since*uint64(s.clock)/1e9))
	s.pictures.begin(p.vp8)
	s.tid, s.skipping = uint8(s.mostTID.Load()), false // a key frame: all layers may begin
}

func (s *slot) write(seq uint16, ts uint32, p *packet) {
	if s.kind != Audio {
		s.pictures.place(p.payload, p.vp8)
	}
	h := s.header // a copy, since each packet has its own extension
	h.SequenceNumber, h.Timestamp, h.Marker = seq, ts, p.marker
	s.sentAt = int64(p.at)
	s.count++
	s.octets += uint32(len(p.payload))
	if s.past != nil {
		s.past.keep(seq, ts, p.marker, p.payload)
	}
	s.send(&h, s.repeat(&h, p.payload), p.at)
}

// repeat puts the packets before it in front of one of sound, where that helps.
// The result is good until the next call.
func (s *slot) repeat(h *rtp.Header, payload []byte) []byte {
	if s.kind != Audio || s.red == 0 {
		return payload
	}
	now := spoken{h.Timestamp, payload}
	out := payload
	if n := min(s.carried, len(s.before)); n > 0 {
		s.scratch = packRED(s.scratch[:0], h.PayloadType, s.before[len(s.before)-n:], now)
		h.PayloadType, out = s.red, s.scratch
	}
	if len(s.before) < redBlocks {
		s.before = append(s.before, spoken{})
	} else {
		oldest := s.before[0]
		copy(s.before, s.before[1:])
		s.before[redBlocks-1] = oldest
	}
	last := &s.before[len(s.before)-1]
	*last = spoken{now.ts, append(last.payload[:0], payload...)}
	return out
}
