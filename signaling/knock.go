package signaling

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"
)

// maxKnocks is how many may wait before a room at once.
const maxKnocks = 10

// knock is a person who came by a link and waits to be let in.
type knock struct {
	room  *room
	id    string
	grant Grant
	conn  *conn
	timer *time.Timer
}

// wait has a person wait before the room until one with CanAdmit decides.
func (r *room) wait(c *conn, g Grant) error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return errAgain
	}
	if len(r.knocks) >= maxKnocks {
		r.mu.Unlock()
		return errFull
	}
	old := slices.Clone(r.knocks)
	r.serial++
	k := &knock{room: r, id: "p" + strconv.Itoa(r.serial), grant: g, conn: c}
	k.timer = time.AfterFunc(r.s.cfg.KnockFor, func() { r.dismiss(k, byeRemoved) })
	r.knocks = append(r.knocks, k)
	c.knock.Store(k)
	c.send(waitMsg{"wait", "admit"})
	r.tellKnocks()
	r.mu.Unlock()
	for _, o := range old {
		if o.grant.Person == g.Person {
			r.dismiss(o, byeReplaced)
		}
	}
	return nil
}

// take removes a knock and says whether it was there.
func (r *room) take(k *knock) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.Index(r.knocks, k)
	if i < 0 {
		return false
	}
	r.knocks = slices.Delete(r.knocks, i, i+1)
	k.timer.Stop()
	k.conn.knock.Store(nil)
	r.tellKnocks()
	if len(r.stays)+len(r.knocks) == 0 && !r.closed {
		r.empty.Reset(r.s.cfg.Linger)
	}
	return true
}

func (r *room) dismiss(k *knock, why farewell) {
	if r.take(k) {
		k.conn.bye(why)
	}
}

// withdraw forgets a knock whose socket is lost.
func (r *room) withdraw(k *knock) { r.take(k) }

// admit lets a waiting person in, or sends them away.
func (st *stay) admit(_ context.Context, c *conn, raw []byte) error {
	m, err := read[admitMsg](raw)
	if err != nil {
		return err
	}
	if !st.grant.CanAdmit {
		c.refuse(errDenied, m.Peer)
		return nil
	}
	r := st.room
	r.mu.Lock()
	i := slices.IndexFunc(r.knocks, func(k *knock) bool { return k.id == m.Peer })
	var k *knock
	if i >= 0 {
		k = r.knocks[i]
	}
	r.mu.Unlock()
	if k == nil {
		return nil // they went, or another was quicker
	}
	if !m.OK {
		r.dismiss(k, byeRemoved)
		return nil
	}
	r.letIn(k)
	return nil
}

func (r *room) letIn(k *knock) {
	if !r.take(k) {
		return
	}
	err := r.join(k.conn, k.grant)
	var refused *Refusal
	switch {
	case errors.As(err, &refused):
		k.conn.refuse(refused, "")
	case err != nil:
		k.conn.bye(byeEnded)
	}
}

// tellKnocks sends the list of who waits to those who may decide. The lock is held.
func (r *room) tellKnocks() {
	for _, st := range r.stays {
		if st.grant.CanAdmit {
			st.conn.send(r.knocksMsg())
		}
	}
}

func (r *room) knocksMsg() knocksMsg {
	m := knocksMsg{"knocks", []knockMsg{}}
	for _, k := range r.knocks {
		m.Knocks = append(m.Knocks, knockMsg{k.id, k.grant.Name, k.grant.Role})
	}
	return m
}
