package signaling

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"
)

// Limits of the chat (docs/protocol.md section 7).
const (
	maxChat     = 2000 // characters
	maxChatID   = 64
	keepChats   = 200
	chatsWithin = 5 * time.Second
	chatsBurst  = 10
	saveWithin  = 3 * time.Second // under the 5 s after which a silent socket is lost
)

// chat keeps a line and then shows it to all. A line that was kept already is
// shown again to its writer alone; another line under its id is refused.
func (st *stay) chat(ctx context.Context, c *conn, raw []byte) error {
	m, err := read[sayMsg](raw)
	if err != nil || m.ID == "" || len(m.ID) > maxChatID || m.Text == "" || utf8.RuneCountInString(m.Text) > maxChat {
		return errMessage
	}
	line := Message{ID: m.ID, Peer: st.id, Person: st.grant.Person, Name: st.grant.Name, At: stamp(), Text: m.Text}
	if was, ok := st.room.said(line.ID); ok {
		if was.Person != line.Person || was.Text != line.Text {
			c.refuse(errNotSaved, m.ID)
			return nil
		}
		c.send(chatMsg{"chat", was})
		return nil
	}
	if !st.maySpeak(line.At) {
		c.refuse(errTooFast, m.ID)
		return nil
	}
	if !st.room.save(ctx, line) {
		c.refuse(errNotSaved, m.ID)
		return nil
	}
	st.room.show(line)
	return nil
}

func (r *room) said(id string) (Message, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.chats, func(m Message) bool { return m.ID == id })
	if i < 0 {
		return Message{}, false
	}
	return r.chats[i], true
}

func (st *stay) maySpeak(now time.Time) bool {
	st.room.mu.Lock()
	defer st.room.mu.Unlock()
	st.spoke = slices.DeleteFunc(st.spoke, func(t time.Time) bool { return now.Sub(t) > chatsWithin })
	if len(st.spoke) >= chatsBurst {
		return false
	}
	st.spoke = append(st.spoke, now)
	return true
}

func (r *room) save(ctx context.Context, m Message) bool {
	if r.s.hooks.Said == nil {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, saveWithin)
	defer cancel()
	err := r.s.hooks.Said(ctx, r.id, m)
	if err != nil {
		r.s.log.Error("keeping a chat line", "room", r.id, "error", err)
	}
	return err == nil
}

// show adds a line to the room's chat and sends it to all, unless another
// socket of the same writer was quicker.
func (r *room) show(m Message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if slices.ContainsFunc(r.chats, func(o Message) bool { return o.ID == m.ID }) {
		return
	}
	r.chats = append(r.chats, m)
	if len(r.chats) > keepChats {
		r.chats = slices.Delete(r.chats, 0, len(r.chats)-keepChats)
	}
	r.broadcast(chatMsg{"chat", m}, nil)
}
