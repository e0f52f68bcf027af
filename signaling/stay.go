package signaling

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"

	"tongjian/signaling/sfu"
)

// pingMs is how often a page pings.
const pingMs = 1000

// stay is one person in a room, from joining until they are gone. It outlives
// its sockets: one is lost, the next resumes it by the session secret.
type stay struct {
	room    *room
	id      string
	grant   Grant
	session string
	until   *time.Timer // the grant's end

	// Under the room's lock.
	conn     *conn // nil while away
	media    *sfu.Peer
	muted    map[sfu.Kind]bool
	joined   time.Time
	away     bool
	gone     bool
	grace    *time.Timer
	gaps     []Gap
	slotsRev int
	line     lineLog
	spoke    []time.Time // of the last chat lines

	negotiate sync.Mutex // guards what follows: the last offer answered
	rev       int
	answer    string
}

func newStay(r *room, id string, g Grant) *stay {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	st := &stay{
		room: r, id: id, grant: g,
		session: base64.RawURLEncoding.EncodeToString(secret),
		muted:   map[sfu.Kind]bool{sfu.Screen: true},
	}
	if !g.CanPublish {
		st.muted[sfu.Audio], st.muted[sfu.Video] = true, true
	}
	if !g.Until.IsZero() {
		st.until = time.AfterFunc(time.Until(g.Until), func() { r.drop(st, byeExpired) })
	}
	return st
}

// finish lets go of what a removed stay held. The room's lock is not held.
func (st *stay) finish() {
	if st.until != nil {
		st.until.Stop()
	}
	st.room.mu.Lock()
	grace, media := st.grace, st.media
	st.room.mu.Unlock()
	if grace != nil {
		grace.Stop()
	}
	if media != nil {
		media.Close()
	}
	st.room.s.mu.Lock()
	delete(st.room.s.sessions, st.session)
	st.room.s.mu.Unlock()
}

// attach gives the stay its socket and the page the whole state. The room's
// lock is held.
func (st *stay) attach(c *conn, resumed bool) {
	st.conn, st.away = c, false
	c.stay.Store(st)
	cfg := st.room.s.cfg
	c.send(welcomeMsg{
		Type: "welcome", Peer: st.id, Room: st.room.id, Session: st.session,
		ICEServers: cfg.ICEServers, GraceMs: cfg.Grace.Milliseconds(), PingMs: pingMs, Resumed: resumed,
		MaxPeers: st.grant.MaxPeers, CanPublish: st.grant.CanPublish, CanAdmit: st.grant.CanAdmit,
	})
	st.room.tellPeers()
	c.send(chatsMsg{"chats", append([]Message{}, st.room.chats...)})
	if st.grant.CanAdmit && len(st.room.knocks) > 0 {
		c.send(st.room.knocksMsg())
	}
}

// resume gives a stay a new socket in the place of the one that it had.
func (s *Server) resume(c *conn, m helloMsg) error {
	s.mu.Lock()
	st := s.sessions[m.Resume]
	s.mu.Unlock()
	if st == nil || (m.Room != "" && m.Room != st.room.id) {
		return errGone
	}
	r := st.room
	r.mu.Lock()
	if st.gone {
		r.mu.Unlock()
		return errGone
	}
	old, media := st.conn, st.media
	if st.grace != nil {
		st.grace.Stop()
	}
	if n := len(st.gaps); n > 0 && st.away {
		st.gaps[n-1].To = stamp()
	}
	st.attach(c, true)
	r.mu.Unlock()
	old.bye(byeReplaced)
	media.Away(false) // tells the slots anew
	return nil
}

// person is what others see. The room's lock is held.
func (st *stay) person() personMsg {
	return personMsg{
		Peer: st.id, Person: st.grant.Person, Name: st.grant.Name, Role: st.grant.Role, Away: st.away,
		Audio: !st.muted[sfu.Audio], Video: !st.muted[sfu.Video], Screen: !st.muted[sfu.Screen],
	}
}

// tellSlots, tellRestart and tellSend are media's events.
func (st *stay) tellSlots(slots []sfu.SlotState) {
	st.room.mu.Lock()
	defer st.room.mu.Unlock()
	st.slotsRev++
	st.conn.send(slotsMsg{"slots", st.slotsRev, slots})
}

func (st *stay) tellRestart(reason string) {
	st.room.mu.Lock()
	defer st.room.mu.Unlock()
	st.conn.send(restartMsg{"restart", reason})
}

func (st *stay) tellSend(audio string) {
	st.room.mu.Lock()
	defer st.room.mu.Unlock()
	st.conn.send(sendMsg{"send", audio})
}

// offer answers an offer, and repeats the last answer for one that was answered.
func (st *stay) offer(ctx context.Context, c *conn, raw []byte) error {
	m, err := read[sdpMsg](raw)
	if err != nil || m.Rev < 1 {
		return errMessage
	}
	st.negotiate.Lock()
	defer st.negotiate.Unlock()
	switch {
	case m.Rev < st.rev:
		return nil
	case m.Rev > st.rev:
		answer, err := st.media.Answer(ctx, m.SDP)
		if errors.Is(err, sfu.ErrOffer) {
			st.room.s.log.Info("refusing an offer", "room", st.room.id, "error", err)
			c.refuse(errOffer, strconv.Itoa(m.Rev))
			return errOffer
		}
		if err != nil {
			return err
		}
		st.rev, st.answer = m.Rev, answer
	}
	c.send(sdpMsg{"answer", st.rev, st.answer})
	return nil
}

func (st *stay) want(_ context.Context, c *conn, raw []byte) error {
	m, err := read[wantMsg](raw)
	if err != nil {
		return err
	}
	if !st.media.Want(m.Mid, m.MaxLayer) {
		c.refuse(errNoSlot, m.Mid)
	}
	return nil
}

// mute is obeyed by the media first, then told.
func (st *stay) mute(_ context.Context, c *conn, raw []byte) error {
	m, err := read[muteMsg](raw)
	if err != nil || !slices.Contains([]sfu.Kind{sfu.Audio, sfu.Video, sfu.Screen}, m.Kind) {
		return errMessage
	}
	if !m.Muted && !st.grant.CanPublish {
		c.refuse(errDenied, string(m.Kind))
		return nil
	}
	if st.media.Mute(m.Kind, m.Muted) != nil {
		c.refuse(errTaken, string(m.Kind))
		return nil
	}
	st.room.mu.Lock()
	defer st.room.mu.Unlock()
	if st.muted[m.Kind] != m.Muted {
		st.muted[m.Kind] = m.Muted
		st.room.tellPeers()
	}
	return nil
}
