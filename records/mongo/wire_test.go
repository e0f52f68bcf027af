package mongo

import (
	"io"
	"net"
	"sync"
	"testing"
)

// wire is a connection to the server that can be cut and mended.
type wire struct {
	address string // where to call
	server  string // where it leads

	mu       sync.Mutex // guards the rest
	listener net.Listener
	open     []net.Conn
	muted    bool // answers are swallowed
}

func newWire(t *testing.T, server string) *wire {
	t.Helper()
	w := &wire{address: "127.0.0.1:0", server: server}
	w.mend(t)
	t.Cleanup(w.cut)
	return w
}

// cut ends every connection and lets none in.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listener.Close()
	for _, c := range w.open {
		c.Close()
	}
	w.open, w.muted = nil, false
}

// mend lets connections in again, at the same address.
func (w *wire) mend(t *testing.T) {
	t.Helper()
	l, err := net.Listen("tcp", w.address)
	if err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	w.listener, w.address = l, l.Addr().String()
	w.mu.Unlock()
	go w.accept(l)
}

// mute swallows what the server says from now on.
func (w *wire) mute() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.muted = true
}

// accept ends when the listener is closed.
func (w *wire) accept(l net.Listener) {
	for {
		caller, err := l.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", w.server)
		if err != nil {
			caller.Close()
			continue
		}
		w.mu.Lock()
		w.open = append(w.open, caller, server)
		w.mu.Unlock()
		go pass(server, caller)
		go pass(&answers{w, caller}, server)
	}
}

// pass ends when either side is closed, and closes the other.
func pass(to io.WriteCloser, from io.ReadCloser) {
	io.Copy(to, from)
	to.Close()
	from.Close()
}

// answers is the way back to the caller.
type answers struct {
	wire *wire
	net.Conn
}

func (a *answers) Write(b []byte) (int, error) {
	a.wire.mu.Lock()
	muted := a.wire.muted
	a.wire.mu.Unlock()
	if muted {
		return len(b), nil
	}
	return a.Conn.Write(b)
}

// ReadFrom keeps io.Copy from going past Write.
func (a *answers) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{a}, r)
}
