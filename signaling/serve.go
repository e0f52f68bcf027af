package signaling

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/coder/websocket"
)

// compressFrom is the least size that is worth deflating: offers, answers and
// slots are, pongs are not.
const compressFrom = 400

// Handler serves the WebSocket, to be mounted at /ws.
func (s *Server) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{
			OriginPatterns:       s.cfg.Origins,
			CompressionMode:      websocket.CompressionNoContextTakeover,
			CompressionThreshold: compressFrom,
		})
		if err != nil {
			return // Accept has answered
		}
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		s.serve(ctx, newConn(ws, cancel))
	})
}

// serve reads a socket until it ends, one message after another.
func (s *Server) serve(ctx context.Context, c *conn) {
	if !s.enter(c) {
		_ = c.ws.Close(byeShutdown.code, byeShutdown.reason)
		return
	}
	defer s.done.Done()
	writing := make(chan struct{})
	go func() { c.write(ctx); close(writing) }()
	err := s.converse(ctx, c)
	s.lose(c, err)
	if c.ended.Load() {
		<-writing // it ends by itself, with the close code
	}
	c.halt()
	<-writing
	s.mu.Lock()
	delete(s.conns, c)
	s.mu.Unlock()
}

func (s *Server) enter(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.conns[c] = struct{}{}
	s.done.Add(1)
	return true
}

// converse takes the hello and then every message, until the socket ends or
// the page does something wrong, which is the error.
func (s *Server) converse(ctx context.Context, c *conn) error {
	c.idle = time.AfterFunc(s.cfg.HelloWithin, func() { c.refuse(errHello, "") })
	defer c.idle.Stop()
	raw, err := c.next(ctx)
	if err != nil {
		return err
	}
	if !c.idle.Stop() {
		return errHello
	}
	if err := s.hello(ctx, c, raw); err != nil {
		return err
	}
	c.idle = time.AfterFunc(s.cfg.SilentAfter, func() { c.close(farewell{"silent", codeSilent}) })
	defer func() { c.idle.Stop() }()
	for {
		raw, err := c.next(ctx)
		if err != nil {
			return err
		}
		if c.ended.Load() {
			return nil
		}
		c.idle.Reset(s.cfg.SilentAfter)
		if err := s.handle(ctx, c, raw); err != nil {
			return err
		}
	}
}

// hello resumes a stay or admits a person.
func (s *Server) hello(ctx context.Context, c *conn, raw []byte) error {
	switch kind, err := typeOf(raw); {
	case err != nil:
		return err
	case kind != "hello":
		return errHello
	}
	m, err := read[helloMsg](raw)
	if err != nil {
		return err
	}
	if m.Resume != "" {
		return s.resume(c, m)
	}
	g, err := s.hooks.Admit(ctx, m.Ticket, m.Room)
	if err != nil {
		return err
	}
	if g.MaxPeers < 2 || g.MaxPeers > maxPeople {
		g.MaxPeers = maxPeople
	}
	for range 3 {
		err = s.bring(c, g)
		if !errors.Is(err, errAgain) {
			break
		}
	}
	return err
}

// bring puts a person into their room, or before its door.
func (s *Server) bring(c *conn, g Grant) error {
	r, err := s.open(g.Room)
	if err != nil {
		return err
	}
	if g.Knock {
		return r.wait(c, g)
	}
	return r.join(c, g)
}

// handle does what one message says. Unknown types are ignored, so that a newer
// page may say more.
func (s *Server) handle(ctx context.Context, c *conn, raw []byte) error {
	kind, err := typeOf(raw)
	if err != nil {
		return err
	}
	switch kind {
	case "ping":
		m, err := read[pingMsg](raw)
		if err == nil {
			c.send(pongMsg{"pong", m.N, stamp()})
		}
		return err
	case "bye":
		return errLeft
	}
	st := c.stay.Load()
	if do, known := actions[kind]; known && st != nil {
		return do(st, ctx, c, raw)
	}
	return nil
}

// errLeft is the page's own bye.
var errLeft = errors.New("left")

// actions are what a person in a room may say.
var actions = map[string]func(st *stay, ctx context.Context, c *conn, raw []byte) error{
	"offer":   (*stay).offer,
	"want":    (*stay).want,
	"mute":    (*stay).mute,
	"quality": (*stay).quality,
	"chat":    (*stay).chat,
	"admit":   (*stay).admit,
}

// isLineError says that a socket ended because the line or the page did, which
// is nobody's fault.
func isLineError(err error) bool {
	return err == nil || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.As(err, new(net.Error)) || errors.Is(err, io.ErrUnexpectedEOF)
}

// lose ends what a socket stood for: after a fault or a bye the person is gone
// at once, after a broken line they are away and may resume.
func (s *Server) lose(c *conn, err error) {
	c.over.Store(true)
	var refused *Refusal
	switch {
	case errors.As(err, &refused):
		c.refuse(refused, "")
	case errors.Is(err, errLeft):
		c.close(farewell{"", websocket.StatusNormalClosure})
	case errors.Is(err, websocket.ErrMessageTooBig):
		refused = errMessage
		c.close(farewell{"too-big", websocket.StatusMessageTooBig})
	case websocket.CloseStatus(err) == -1 && !isLineError(err):
		s.log.Error("serving a socket", "error", err)
		c.refuse(errServer, "")
	}
	if k := c.knock.Load(); k != nil {
		k.room.withdraw(k)
	}
	if st := c.stay.Load(); st != nil {
		gone := refused != nil && refused != errServer || errors.Is(err, errLeft)
		st.room.lost(st, c, gone)
	}
}
