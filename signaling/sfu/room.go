package sfu

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/pion/rtcp"
)

// tick is how often a room looks after its slots: stalls, key frames that are
// still missing, layers.
const tick = 250 * time.Millisecond

// Silence of a person who should be sending, and the least time between two
// requests for an ICE restart (docs/protocol.md section 5).
const (
	reportEvery  = time.Second
	silentAfter  = 3 * time.Second
	restartEvery = 5 * time.Second
)

// Room is the media of one consult.
type Room struct {
	media *Media
	soon  chan struct{} // something changed: look now
	ended chan struct{}
	done  sync.WaitGroup

	mu     sync.Mutex // guards all mapping of people to slots, in every peer
	peers  []*Peer
	sharer *Peer
	closed bool
	tell   sync.Mutex // keeps events in order; taken before mu
}

// NewRoom opens a room. Close ends it.
func (m *Media) NewRoom() (*Room, error) {
	r := &Room{media: m, soon: make(chan struct{}, 1), ended: make(chan struct{})}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, ErrClosed
	}
	m.rooms[r] = struct{}{}
	r.done.Go(r.run)
	return r, nil
}

// Join takes a person in. Without publish nothing of theirs is forwarded.
func (r *Room) Join(id string, publish bool, events Events) (*Peer, error) {
	p := newPeer(r, id, publish, events)
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil, ErrClosed
	}
	if len(r.peers) > seats {
		r.mu.Unlock()
		return nil, fmt.Errorf("joining %s: the room has %d people", id, len(r.peers))
	}
	for _, o := range r.peers {
		p.seat(o)
		o.seat(p)
	}
	if r.sharer != nil {
		p.slot(Screen, 0).carry(r.sharer.sources[Screen])
	}
	r.peers = append(r.peers, p)
	r.done.Go(p.writeRTCP)
	r.done.Go(p.pacer.run)
	r.mu.Unlock()
	r.refreshSoon()
	return p, nil
}

func newPeer(r *Room, id string, publish bool, events Events) *Peer {
	p := &Peer{room: r, wire: wire{all: meter{span: ackedSpan}, audio: meter{span: ackedSpan}}, id: id, events: events, listen: !publish, rtcp: make(chan []rtcp.Packet, 32), gone: make(chan struct{})}
	p.pacer = newPacer(p)
	p.sources = map[Kind]*source{Audio: newSource(p, Audio), Video: newSource(p, Video), Screen: newSource(p, Screen)}
	for i := range seats {
		p.slots = append(p.slots, &slot{peer: p, kind: Audio, index: i, most: wantAll}, &slot{peer: p, kind: Video, index: i, most: wantAll})
	}
	p.slots = append(p.slots, &slot{peer: p, kind: Screen, most: wantAll})
	return p
}

// seat gives another person the lowest free seat, for as long as they stay.
// The room's lock is held; a room has no more people than seats.
func (p *Peer) seat(o *Peer) {
	i := slices.Index(p.seats[:], nil)
	p.seats[i] = o
	p.slot(Audio, i).carry(o.sources[Audio])
	p.slot(Video, i).carry(o.sources[Video])
}

func (p *Peer) unseat(o *Peer) {
	i := slices.Index(p.seats[:], o)
	if i < 0 {
		return
	}
	p.seats[i] = nil
	p.slot(Audio, i).carry(nil)
	p.slot(Video, i).carry(nil)
}

// carry connects a slot with a source, or with none. The room's lock is held.
func (s *slot) carry(src *source) {
	if s.source != nil {
		s.source.detach(s)
	}
	s.source = src
	s.aim(nil)
	if src != nil {
		src.attach(s)
	}
}

// Close takes the person out of the room and ends the connection.
func (p *Peer) Close() {
	if p.closed.Swap(true) {
		return
	}
	r := p.room
	r.mu.Lock()
	r.peers = slices.DeleteFunc(r.peers, func(o *Peer) bool { return o == p })
	r.share(p, false)
	for _, o := range r.peers {
		o.unseat(p)
	}
	for _, s := range p.slots {
		s.carry(nil)
	}
	r.mu.Unlock()
	close(p.gone)
	if pc := p.pc.Load(); pc != nil {
		_ = pc.Close()
	}
	r.refreshSoon()
}

// Close ends the room and everybody's connection in it.
func (r *Room) Close() {
	r.mu.Lock()
	was := r.closed
	r.closed = true
	peers := slices.Clone(r.peers)
	r.mu.Unlock()
	for _, p := range peers {
		p.Close()
	}
	if !was {
		close(r.ended)
	}
	r.done.Wait()
	r.media.mu.Lock()
	delete(r.media.rooms, r)
	r.media.mu.Unlock()
}

// refreshSoon has the room look at its slots without waiting for it.
func (r *Room) refreshSoon() {
	select {
	case r.soon <- struct{}{}:
	default:
	}
}

func (r *Room) run() {
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		select {
		case <-r.ended:
			return
		case <-r.soon:
		case <-t.C:
		}
		r.refresh()
	}
}

// share gives or takes the one screen of the room. The lock is held.
func (r *Room) share(p *Peer, on bool) bool {
	if on && r.sharer != nil && r.sharer != p {
		return false
	}
	if !on && r.sharer != p {
		return true
	}
	r.sharer = nil
	var src *source
	if on {
		r.sharer, src = p, p.sources[Screen]
	}
	for _, o := range r.peers {
		if o != p {
			o.slot(Screen, 0).carry(src)
		}
	}
	return true
}
