package sfu

import (
	"encoding/binary"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
)

// resendWindow is how many packets of a slot are kept to be sent again: two
// seconds of the top layer, and 0.4 MB.
const resendWindow = 256

// resendPause is the least time between two copies of one packet: a receiver
// asks again before the first copy can have come.
const resendPause = 60 * time.Millisecond

// resendBehind is how long a queue may be before nothing more is sent again.
const resendBehind = 200 * time.Millisecond

// history keeps what a slot sent, to be sent again when it is asked for
// (RFC 4585 section 6.2.1). The slot's lock guards it.
type history struct {
	packets [resendWindow]kept
}

type kept struct {
	set     bool
	seq     uint16
	ts      uint32
	marker  bool
	again   time.Duration // when it was last sent again
	payload []byte
}

// keep notes a packet, in the buffer of the one that it replaces.
func (h *history) keep(seq uint16, ts uint32, marker bool, payload []byte) {
	k := &h.packets[seq%resendWindow]
	*k = kept{set: true, seq: seq, ts: ts, marker: marker, payload: append(k.payload[:0], payload...)}
}

// find gives a packet that may be sent again now.
func (h *history) find(seq uint16, now time.Duration) (*kept, bool) {
	k := &h.packets[seq%resendWindow]
	if !k.set || k.seq != seq || (k.again > 0 && now-k.again < resendPause) {
		return nil, false
	}
	k.again = now
	return k, true
}

// resend answers a request for lost packets.
func (s *slot) resend(ask *rtcp.TransportLayerNack, now time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out == nil || s.past == nil || s.peer.wire.full() || s.peer.pacer.behind() > resendBehind {
		return // what is lost because the line is full would only fill it more
	}
	for _, pair := range ask.Nacks {
		for _, seq := range pair.PacketList() {
			if k, ok := s.past.find(seq, now); ok {
				s.sendAgain(k, now)
			}
		}
	}
}

// sendAgain sends a copy on the repair stream (RFC 4588 section 4), or as it
// was where none was agreed on.
func (s *slot) sendAgain(k *kept, now time.Duration) {
	h := s.header
	h.SequenceNumber, h.Timestamp, h.Marker = k.seq, k.ts, k.marker
	payload := k.payload
	if s.rtx.PayloadType != 0 {
		s.rtx.SequenceNumber++
		h.SSRC, h.PayloadType, h.SequenceNumber = s.rtx.SSRC, s.rtx.PayloadType, s.rtx.SequenceNumber
		payload = append(binary.BigEndian.AppendUint16(s.scratch[:0], k.seq), k.payload...)
		s.scratch = payload
	}
	s.send(&h, payload, now)
}

// pad sends n packets of padding on the repair stream, which is how a probe
// fills the line without a picture.
func (s *slot) pad(n int, now time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out == nil || s.rtx.PayloadType == 0 || s.ext == 0 {
		return false
	}
	for range n {
		h := s.rtx
		s.rtx.SequenceNumber++
		h.SequenceNumber, h.Padding = s.rtx.SequenceNumber, true
		s.put(&h, padding[:], now)
	}
	return true
}

// padding ends with its own length (RFC 3550 section 5.1).
var padding = func() (p [probePacket]byte) { p[probePacket-1] = probePacket; return p }()

// send hands a packet to the line, a picture by way of the pacer.
func (s *slot) send(h *rtp.Header, payload []byte, now time.Duration) {
	if s.kind == Audio || s.peer.pacer.pass(s, h, payload, now) {
		s.put(h, payload, now)
	}
}

// put writes one packet to the line; every packet of a slot passes here.
func (s *slot) put(h *rtp.Header, payload []byte, now time.Duration) {
	s.peer.wire.number(h, s.ext, len(payload), now, s.kind == Audio)
	_, _ = s.out.WriteRTP(h, payload) // a lost line shows in the ICE state
}

// senderReport says how this slot's timestamps lie on our clock (RFC 3550
// section 6.4.1). It is nil while nothing was sent.
func (s *slot) senderReport(now time.Duration, wall time.Time) *rtcp.SenderReport {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out == nil || s.count == 0 {
		return nil
	}
	since := uint64(now - time.Duration(s.sentAt))
	return &rtcp.SenderReport{
		SSRC: s.header.SSRC, NTPTime: ntp(wall),
		RTPTime:     s.line.lastTS + uint32(since*uint64(s.clock)/1e9),
		PacketCount: s.count, OctetCount: s.octets,
	}
}

// ntp is a time in 1/2^32 s since 1900 (RFC 5905 section 6).
func ntp(t time.Time) uint64 {
	const since1900 = 2208988800
	return uint64(t.Unix()+since1900)<<32 | uint64(t.Nanosecond())<<32/1e9
}
