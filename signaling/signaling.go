// Package signaling says who talks to whom in a consult: it admits people by
// ticket, keeps each room's list of people, chat and slots, and carries the
// offers and answers between a page and the media server (docs/protocol.md is
// the protocol that it obeys).
//
// It knows nothing of children, records, sign-in or queues: whatever must be
// asked or told outside of a room goes through Hooks. Nothing that one page
// sends, or fails to read, holds up another.
package signaling

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"tongjian/signaling/sfu"
)

// Config is what a Server needs. Times that are zero take the protocol's own.
type Config struct {
	Media      sfu.Config
	Origins    []string    // other pages that may connect, as host patterns; the own host always may
	ICEServers []ICEServer // told to clients, e.g. a TURN server; usually none
	Log        *slog.Logger

	HelloWithin time.Duration // 5 s: the first message
	SilentAfter time.Duration // 5 s without a message: the socket is lost
	Grace       time.Duration // 20 s: how long a lost socket may be resumed
	Linger      time.Duration // 30 s: how long an empty room keeps its chat
	KnockFor    time.Duration // 10 min: how long someone may wait to be let in
}

// ICEServer is one entry of RTCPeerConnection's iceServers.
type ICEServer struct {
	URLs       []string `json:"urls"`
	Username   string   `json:"username,omitempty"`
	Credential string   `json:"credential,omitempty"`
}

// Hooks is all that rooms ask of, or tell, the rest of the program. Admit is
// needed, the others may be nil. Began, Joined, Left and Ended of one room are
// called one after another, in the order in which things happened, and may take
// their time; Said is called by the writer's own connection.
type Hooks struct {
	// Admit checks a ticket for a room (empty when the page named none) and
	// uses it up. A refusal is a *Refusal; any other error is a fault of ours.
	Admit func(ctx context.Context, ticket, room string) (Grant, error)
	// Began: the first person has joined. Ended: the room is over, with what happened.
	Began func(room string, at time.Time)
	Ended func(Account)
	// Joined and Left: one person's stay. A socket that is lost and resumed is one stay.
	Joined, Left func(Grant, time.Time)
	// Said keeps a chat line before anybody sees it. The same id may come twice.
	// On an error the line is shown to nobody and its writer is told.
	Said func(ctx context.Context, room string, m Message) error
}

// Account is what happened in a room, for the consult's note.
type Account struct {
	Room         string
	Began, Ended time.Time
	Reason       string // "ended", "empty" or "shutdown"
	Stays        []Stay
}

// Stay is one person's time in a room.
type Stay struct {
	Person, Name, Role string
	Joined, Left       time.Time
	Gaps               []Gap   // while the socket was lost
	WorstLine          string  // good, fair, poor
	MeanLoss           float64 // 0 to 1, over the person's own reports
}

// Gap is a time in which a person's socket was lost.
type Gap struct{ From, To time.Time }

// Server is every room of one node.
type Server struct {
	cfg   Config
	hooks Hooks
	media *sfu.Media
	log   *slog.Logger
	done  sync.WaitGroup // sockets and rooms

	mu       sync.Mutex // guards what follows; taken before no other lock
	rooms    map[string]*room
	sessions map[string]*stay
	conns    map[*conn]struct{}
	closed   bool
}

// New opens the media ports and returns a server without rooms.
func New(cfg Config, hooks Hooks) (*Server, error) {
	if hooks.Admit == nil {
		return nil, errors.New("signaling needs an Admit hook")
	}
	cfg.fill()
	media, err := sfu.New(cfg.Media)
	if err != nil {
		return nil, fmt.Errorf("opening media: %w", err)
	}
	return &Server{
		cfg: cfg, hooks: hooks, media: media, log: cfg.Log,
		rooms: map[string]*room{}, sessions: map[string]*stay{}, conns: map[*conn]struct{}{},
	}, nil
}

func (c *Config) fill() {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Media.Log == nil {
		c.Media.Log = c.Log
	}
	if c.ICEServers == nil {
		c.ICEServers = []ICEServer{}
	}
	for _, d := range []struct {
		set *time.Duration
		to  time.Duration
	}{
		{&c.HelloWithin, 5 * time.Second}, {&c.SilentAfter, 5 * time.Second}, {&c.Grace, 20 * time.Second},
		{&c.Linger, 30 * time.Second}, {&c.KnockFor, 10 * time.Minute},
	} {
		if *d.set == 0 {
			*d.set = d.to
		}
	}
}

// MediaAddrs gives the addresses that media is taken on, UDP and TCP; nil for
// one that is off.
func (s *Server) MediaAddrs() (udp, tcp net.Addr) {
	a := s.media.Addrs()
	return a.UDP, a.TCP
}

// Kick ends one person's stays in a room, and their waiting for it: their
// access ended. The page is told "removed" and does not come back by itself.
func (s *Server) Kick(roomID, person string) {
	if r := s.find(roomID); r != nil {
		r.kick(person)
	}
}

// CloseRoom ends a room: the consult is over. Everybody is told "ended". A room
// that is not open is none of its business.
func (s *Server) CloseRoom(roomID string) {
	if r := s.find(roomID); r != nil {
		r.end(byeEnded)
	}
}

// People gives the persons who are in a room, away or not, in the order of joining.
func (s *Server) People(roomID string) []string {
	r := s.find(roomID)
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]string, 0, len(r.stays))
	for _, st := range r.stays {
		out = append(out, st.grant.Person)
	}
	return out
}

// Rooms gives the number of open rooms.
func (s *Server) Rooms() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.rooms)
}

// Close tells everybody that the server stops, ends all rooms, waits until each
// hook has been told, and frees the ports. When ctx ends first the sockets are
// cut and its error returned.
func (s *Server) Close(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	rooms := make([]*room, 0, len(s.rooms))
	for _, r := range s.rooms {
		rooms = append(rooms, r)
	}
	conns := make([]*conn, 0, len(s.conns))
	for c := range s.conns {
		conns = append(conns, c)
	}
	s.mu.Unlock()
	for _, r := range rooms {
		r.end(byeShutdown)
	}
	for _, c := range conns {
		c.bye(byeShutdown)
	}
	err := s.wait(ctx)
	for _, c := range conns {
		c.cut()
	}
	return errors.Join(err, s.media.Close())
}

func (s *Server) wait(ctx context.Context) error {
	all := make(chan struct{})
	go func() { s.done.Wait(); close(all) }()
	select {
	case <-all:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("closing rooms: %w", ctx.Err())
	}
}
