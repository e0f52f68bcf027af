package sfu

import (
	"slices"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
)

// SlotState is what a client is told of one slot (docs/protocol.md, `slots`).
type SlotState struct {
	Mid    string `json:"mid"`
	Kind   Kind   `json:"kind"`
	Peer   string `json:"peer"`
	Layer  string `json:"layer"`
	Paused bool   `json:"paused"`
	Reason string `json:"reason"`
}

// Why a slot is paused.
const (
	reasonEmpty     = "empty"
	reasonWaiting   = "waiting"
	reasonMuted     = "muted"
	reasonAway      = "away"
	reasonStalled   = "stalled"
	reasonBandwidth = "bandwidth"
	reasonWant      = "want"
)

// Mute stops or starts forwarding of one kind, at once. It is ErrTaken when
// another person's screen is shared.
func (p *Peer) Mute(kind Kind, muted bool) error {
	src, ok := p.sources[kind]
	if !ok {
		return nil
	}
	if kind == Screen {
		p.room.mu.Lock()
		ok := p.room.share(p, !muted)
		p.room.mu.Unlock()
		if !ok {
			return ErrTaken
		}
	}
	src.muted.Store(muted)
	p.room.refreshSoon()
	return nil
}

// Want limits what is sent in one of this person's slots: "q", "h", "f", or
// "off" for nothing. ok is false when there is no such slot or layer.
func (p *Peer) Want(mid, most string) (ok bool) {
	rank, known := ranks[most]
	if most == "off" {
		rank, known = wantOff, true
	}
	if !known || most == "" {
		return false
	}
	p.room.mu.Lock()
	defer p.room.mu.Unlock()
	for _, s := range p.slots {
		if s.mid == mid && mid != "" {
			s.most = rank
			p.room.refreshSoon()
			return true
		}
	}
	return false
}

// Away notes that the person's socket is lost or back, which is the reason
// that others are given when media stops as well. On coming back the whole map
// is told again.
func (p *Peer) Away(away bool) {
	p.room.mu.Lock()
	p.away = away
	if !away {
		p.told = nil
	}
	p.room.mu.Unlock()
	p.room.refreshSoon()
}

// nameSlots notes the mids of an offer and has the map told.
func (p *Peer) nameSlots(lines []line) {
	p.room.mu.Lock()
	for _, l := range lines {
		if l.slot >= 0 {
			p.slot(l.kind, l.slot).mid = l.mid
		}
	}
	p.room.mu.Unlock()
	p.room.refreshSoon()
}

// refresh chooses what each slot carries, asks for what is missing, and tells
// whoever sees a change.
func (r *Room) refresh() {
	r.tell.Lock()
	defer r.tell.Unlock()
	for _, tell := range r.look() {
		tell()
	}
}

// look does the work of refresh under the lock and gives what is to be told.
func (r *Room) look() (tells []func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.media.now()
	for _, p := range r.peers {
		for _, src := range p.sources {
			for _, l := range src.list() {
				l.measure(now)
			}
		}
	}
	for _, p := range r.peers {
		p.report(now)
		p.choose(now)
		if states := p.states(now); len(states) > 0 && !slices.Equal(states, p.told) {
			p.told = states
			tells = append(tells, func() { p.events.Slots(states) })
		}
		if codec := p.tellCodec(now); codec != "" {
			tells = append(tells, func() { p.events.Send(codec) })
		}
		if p.silent(now) && p.mayRestart(now) {
			tells = append(tells, func() { p.events.Restart("no-media") })
		}
	}
	return tells
}

// choose aims each slot of a person at what it shall carry: sound always, and
// pictures by what is left of the line.
func (p *Peer) choose(now time.Duration) {
	if !p.connected.Load() {
		return
	}
	if p.since == 0 {
		p.since = now
	}
	for _, s := range p.slots {
		switch {
		case s.source == nil || s.mid == "":
		case s.source.muted.Load() || s.most == wantOff:
			s.starved = false
			s.aim(nil)
		case s.kind == Audio:
			for _, l := range s.source.list() {
				s.aim(l)
			}
		}
	}
	p.share(now)
}

// askForKeys asks for the key frame with which a slot can begin its next layer,
// until it comes, and for one that was asked for too early.
func (s *slot) askForKeys() {
	if next := s.next.Load(); next != nil {
		next.askKey() // throttled
	} else if cur := s.cur.Load(); cur != nil {
		cur.askPending()
	}
}

// states gives the map of a person's slots. It is empty before the first answer.
func (p *Peer) states(now time.Duration) []SlotState {
	var out []SlotState
	for _, s := range p.slots {
		if s.mid != "" {
			out = append(out, s.state(now))
		}
	}
	slices.SortStableFunc(out, func(a, b SlotState) int {
		return slices.Index(kindOrder, a.Kind) - slices.Index(kindOrder, b.Kind)
	})
	return out
}

var kindOrder = []Kind{Audio, Video, Screen}

func (s *slot) state(now time.Duration) SlotState {
	st := SlotState{Mid: s.mid, Kind: s.kind, Paused: true, Reason: reasonEmpty}
	if s.source == nil {
		return st
	}
	st.Peer = s.source.peer.id
	cur := s.cur.Load()
	switch {
	case s.source.muted.Load():
		st.Reason = reasonMuted
	case s.most == wantOff:
		st.Reason = reasonWant
	case s.starved:
		st.Reason = reasonBandwidth
	case s.source.alive(now) && cur != nil:
		st.Paused, st.Reason, st.Layer = false, "", cur.rid
	case s.source.peer.away:
		st.Reason = reasonAway
	case s.source.alive(now) || len(s.source.list()) == 0:
		st.Reason = reasonWaiting
	default:
		st.Reason = reasonStalled
	}
	return st
}

// report sends a sender report for each slot that is in use, once a second.
func (p *Peer) report(now time.Duration) {
	if now-p.reported < reportEvery || !p.connected.Load() {
		return
	}
	p.reported = now
	wall := time.Now()
	var out []rtcp.Packet
	for _, s := range p.slots {
		if sr := s.senderReport(now, wall); sr != nil {
			out = append(out, sr)
		}
	}
	if len(out) > 0 {
		p.sendRTCP(out...)
	}
}

// silent says that a person who was heard, is there, and is not muted on both,
// has sent nothing for a while.
func (p *Peer) silent(now time.Duration) bool {
	if p.away || p.listen {
		return false
	}
	var last time.Duration
	open := false
	for _, kind := range []Kind{Audio, Video} {
		open = open || (!p.sources[kind].muted.Load() && len(p.sources[kind].list()) > 0)
		for _, l := range p.sources[kind].list() {
			last = max(last, time.Duration(l.last.Load()))
		}
	}
	return open && last > 0 && now-last > silentAfter
}

// mayRestart keeps requests for a restart apart. The room's lock is held.
func (p *Peer) mayRestart(now time.Duration) bool {
	if p.restarted > 0 && now-p.restarted < restartEvery {
		return false
	}
	p.restarted = now
	return true
}

// askRestart asks a person for an ICE restart, unless their socket is lost or
// one was asked for just now.
func (r *Room) askRestart(p *Peer, why string) {
	r.tell.Lock()
	defer r.tell.Unlock()
	r.mu.Lock()
	ask := !p.away && !p.closed.Load() && p.mayRestart(r.media.now())
	r.mu.Unlock()
	if ask {
		p.events.Restart(why)
	}
}

// readRTCP hears what the receiver of a slot asks for, until the connection ends.
func (s *slot) readRTCP(from *webrtc.RTPSender) {
	buf := make([]byte, 1600)
	for {
		n, _, err := from.Read(buf)
		if err != nil {
			return
		}
		pkts, err := rtcp.Unmarshal(buf[:n])
		if err != nil {
			continue // a stranger's bytes: the next may be good
		}
		for _, pkt := range pkts {
			s.hear(pkt)
		}
	}
}

// hear obeys one RTCP packet. Transport feedback comes on any slot, and is
// about them all.
func (s *slot) hear(pkt rtcp.Packet) {
	now := s.peer.room.media.now()
	switch r := pkt.(type) {
	case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
		s.keyWanted()
	case *rtcp.TransportLayerNack:
		s.resend(r, now)
	case *rtcp.TransportLayerCC:
		s.peer.wire.feedback(r, now)
	case *rtcp.ReceiverReport:
		for _, one := range r.Reports {
			s.peer.wire.report(one, uint32(ntp(time.Now())>>16))
		}
	}
}

func (s *slot) keyWanted() {
	l := s.next.Load()
	if l == nil {
		l = s.cur.Load()
	}
	if l != nil && s.kind != Audio {
		l.askKey()
	}
}
