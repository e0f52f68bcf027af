package signaling

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"tongjian/signaling/sfu"
)

// maxPeople is the most that a room takes; the slots of the protocol are one less.
const maxPeople = 5

// room is one consult's people, chat and media. Its lock is never held while
// media is called, because media calls back with it.
type room struct {
	s     *Server
	id    string
	media *sfu.Room

	mu     sync.Mutex // guards what follows, and every stay and knock in it
	stays  []*stay    // in the order of joining
	knocks []*knock
	chats  []Message
	past   []Stay // stays that are over
	began  time.Time
	serial int
	empty  *time.Timer
	closed bool
	tells  []func() // hooks to be called, in order
	wake   chan struct{}
}

// errAgain says that the room ended just now: open it anew.
var errAgain = errors.New("the room has ended")

// open finds a room, or opens it.
func (s *Server) open(id string) (*room, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errGone
	}
	if r := s.rooms[id]; r != nil {
		return r, nil
	}
	media, err := s.media.NewRoom()
	if err != nil {
		return nil, err
	}
	r := &room{s: s, id: id, media: media, wake: make(chan struct{}, 1)}
	r.empty = time.AfterFunc(s.cfg.Linger, r.endIfEmpty)
	s.rooms[id] = r
	s.done.Go(r.callHooks)
	return r, nil
}

func (s *Server) find(id string) *room {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rooms[id]
}

// join puts a person into the room, in the place of an earlier stay of theirs.
func (r *room) join(c *conn, g Grant) error {
	st, old, err := r.reserve(g)
	if err != nil {
		return err
	}
	for _, o := range old {
		o.conn.bye(byeReplaced)
		o.finish()
	}
	media, err := r.media.Join(st.id, g.CanPublish, sfu.Events{Slots: st.tellSlots, Restart: st.tellRestart, Send: st.tellSend})
	if err != nil {
		r.drop(st, byeEnded)
		return err
	}
	r.settle(st, c, media)
	return nil
}

// reserve keeps a place for a person and takes away their earlier stays, which
// the caller finishes.
func (r *room) reserve(g Grant) (st *stay, old []*stay, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, nil, errAgain
	}
	others := 0
	for _, o := range r.stays {
		if o.grant.Person == g.Person {
			old = append(old, o)
		} else {
			others++
		}
	}
	if others >= g.MaxPeers {
		return nil, nil, errFull
	}
	for _, o := range old {
		r.remove(o)
	}
	r.serial++
	st = newStay(r, "p"+strconv.Itoa(r.serial), g)
	r.stays = append(r.stays, st)
	return st, old, nil
}

// settle makes a reserved stay real: from here on the page is told things.
func (r *room) settle(st *stay, c *conn, media *sfu.Peer) {
	r.s.mu.Lock()
	r.s.sessions[st.session] = st
	r.s.mu.Unlock()
	r.mu.Lock()
	if st.gone { // removed while it joined
		r.mu.Unlock()
		c.bye(byeRemoved)
		media.Close()
		st.finish()
		return
	}
	st.media, st.joined = media, stamp()
	if r.began.IsZero() {
		r.began = st.joined
		r.tell(func(h Hooks) { call2(h.Began, r.id, st.joined) })
	}
	r.tell(func(h Hooks) { call2(h.Joined, st.grant, st.joined) })
	st.attach(c, false)
	r.mu.Unlock()
	if c.over.Load() { // the socket was lost before it had a stay
		r.lost(st, c, false)
	}
}

// remove takes a stay out of the list. The lock is held; finish must follow
// without it.
func (r *room) remove(st *stay) {
	st.gone = true
	r.stays = slices.DeleteFunc(r.stays, func(o *stay) bool { return o == st })
	if st.media != nil {
		left := stamp()
		r.past = append(r.past, st.account(left))
		r.tell(func(h Hooks) { call2(h.Left, st.grant, left) })
		r.tellPeers()
	}
	if len(r.stays) == 0 && !r.closed {
		r.empty.Reset(r.s.cfg.Linger)
	}
}

// drop ends a stay with a word to its page.
func (r *room) drop(st *stay, why farewell) {
	r.mu.Lock()
	if st.gone {
		r.mu.Unlock()
		return
	}
	r.remove(st)
	c := st.conn
	r.mu.Unlock()
	c.bye(why)
	st.finish()
}

// lost notes that a stay's socket ended: gone for good, or away until it is
// resumed or the grace is over. A socket that was replaced is none of its business.
func (r *room) lost(st *stay, c *conn, gone bool) {
	r.mu.Lock()
	if st.gone || st.conn != c {
		r.mu.Unlock()
		return
	}
	if gone {
		r.remove(st)
		r.mu.Unlock()
		st.finish()
		return
	}
	st.conn, st.away = nil, true
	st.gaps = append(st.gaps, Gap{From: stamp()})
	st.grace = time.AfterFunc(r.s.cfg.Grace, func() { r.expire(st) })
	r.tellPeers()
	media := st.media
	r.mu.Unlock()
	media.Away(true)
}

// expire ends a stay whose grace is over, unless it was resumed meanwhile.
func (r *room) expire(st *stay) {
	r.mu.Lock()
	if st.gone || !st.away {
		r.mu.Unlock()
		return
	}
	r.remove(st)
	r.mu.Unlock()
	st.finish()
}

func (r *room) kick(person string) {
	r.mu.Lock()
	stays, knocks := slices.Clone(r.stays), slices.Clone(r.knocks)
	r.mu.Unlock()
	for _, st := range stays {
		if st.grant.Person == person {
			r.drop(st, byeRemoved)
		}
	}
	for _, k := range knocks {
		if k.grant.Person == person {
			r.dismiss(k, byeRemoved)
		}
	}
}

func (r *room) endIfEmpty() {
	r.mu.Lock()
	busy := len(r.stays)+len(r.knocks) > 0
	r.mu.Unlock()
	if !busy {
		r.end(farewell{reason: "empty"})
	}
}

// end closes the room. A room that became busy again does not end as "empty".
func (r *room) end(why farewell) {
	r.mu.Lock()
	if r.closed || (why.reason == "empty" && len(r.stays)+len(r.knocks) > 0) {
		r.mu.Unlock()
		return
	}
	r.closed = true
	r.empty.Stop()
	stays, knocks := slices.Clone(r.stays), slices.Clone(r.knocks)
	for _, st := range stays {
		r.remove(st)
	}
	if !r.began.IsZero() {
		a := Account{Room: r.id, Began: r.began, Ended: stamp(), Reason: why.reason, Stays: r.past}
		r.tell(func(h Hooks) { call1(h.Ended, a) })
	}
	r.mu.Unlock()
	r.forget()
	for _, st := range stays {
		st.conn.bye(why)
		st.finish()
	}
	for _, k := range knocks {
		r.dismiss(k, why)
	}
	r.media.Close()
	r.wakeHooks()
}

func (r *room) forget() {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	if r.s.rooms[r.id] == r {
		delete(r.s.rooms, r.id)
	}
}

// tellPeers sends the list of people to all of them. The lock is held.
func (r *room) tellPeers() {
	if r.closed {
		return
	}
	m := peersMsg{"peers", []personMsg{}}
	for _, st := range r.stays {
		if st.media != nil {
			m.Peers = append(m.Peers, st.person())
		}
	}
	r.broadcast(m, nil)
}

// broadcast sends to everybody but one. The lock is held; nobody is waited for.
func (r *room) broadcast(m any, but *stay) {
	raw, err := json.Marshal(m)
	if err != nil {
		return // plain structs
	}
	for _, st := range r.stays {
		if st != but {
			st.conn.sendRaw(raw)
		}
	}
}
