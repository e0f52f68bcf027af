package signaling

import (
	"context"
	"time"
)

// relayEvery is the least time between two reports of one person that are
// passed on; a page sends one every 2 s.
const relayEvery = 500 * time.Millisecond

// lineLog sums a person's own reports for the consult's account.
type lineLog struct {
	last  time.Time
	n     int
	loss  float64
	worst int
}

// The words for a line, by what a person can do over it (docs/protocol.md section 2).
var lineWords = []string{"good", "fair", "poor"}

func lineOf(q qualityMsg) int {
	switch {
	case q.RTT > 800 || q.Loss > 0.15:
		return 2
	case q.RTT > 300 || q.Loss > 0.05:
		return 1
	}
	return 0
}

// quality passes a person's report of their line on to the others.
func (st *stay) quality(_ context.Context, _ *conn, raw []byte) error {
	q, err := read[qualityMsg](raw)
	if err != nil || q.Loss < 0 || q.Loss > 1 || q.RTT < 0 || q.Up < 0 || q.Down < 0 {
		return errMessage
	}
	st.room.mu.Lock()
	defer st.room.mu.Unlock()
	if now := time.Now(); now.Sub(st.line.last) >= relayEvery {
		st.line.last = now
	} else {
		return nil
	}
	word := lineOf(q)
	st.line.n++
	st.line.loss += q.Loss
	st.line.worst = max(st.line.worst, word)
	q.Type, q.Peer, q.Line = "quality", st.id, lineWords[word]
	st.room.broadcast(q, st)
	return nil
}

// account sums up a stay. The room's lock is held.
func (st *stay) account(left time.Time) Stay {
	out := Stay{
		Person: st.grant.Person, Name: st.grant.Name, Role: st.grant.Role,
		Joined: st.joined, Left: left, Gaps: append([]Gap{}, st.gaps...),
	}
	for i := range out.Gaps {
		if out.Gaps[i].To.IsZero() {
			out.Gaps[i].To = left
		}
	}
	if st.line.n > 0 {
		out.WorstLine = lineWords[st.line.worst]
		out.MeanLoss = st.line.loss / float64(st.line.n)
	}
	return out
}
