package records

import "sync"

// Event says that something changed; who gets it asks for it again.
type Event struct {
	Kind   string `json:"kind" enum:"child,consult"`
	ID     string `json:"id"`
	Area   string `json:"-"`              // who serves it is told
	Clinic string `json:"-"`              // and who works there
	Ring   bool   `json:"ring,omitempty"` // a new request: the desk rings
}

// hub hands events to those who listen. A listener that does not keep up
// loses events, never holds up a writer: each event only says "ask again".
type hub struct {
	mu        sync.Mutex // guards listeners
	listeners map[chan Event]Caller
	closed    bool
}

// Listen gives the events of the areas that the caller serves until stop is called.
func (b *Book) Listen(who Caller) (events <-chan Event, stop func()) {
	ch := make(chan Event, 64)
	b.hub.mu.Lock()
	defer b.hub.mu.Unlock()
	if b.hub.closed {
		close(ch)
		return ch, func() {}
	}
	if b.hub.listeners == nil {
		b.hub.listeners = map[chan Event]Caller{}
	}
	b.hub.listeners[ch] = who
	return ch, func() {
		b.hub.mu.Lock()
		defer b.hub.mu.Unlock()
		if _, ok := b.hub.listeners[ch]; ok {
			delete(b.hub.listeners, ch)
			close(ch)
		}
	}
}

func (h *hub) tell(e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch, who := range h.listeners {
		if !who.Serves(e.Area) && (e.Clinic == "" || who.Clinic != e.Clinic) {
			continue
		}
		select {
		case ch <- e:
		default:
		}
	}
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for ch := range h.listeners {
		delete(h.listeners, ch)
		close(ch)
	}
}

// Quiet ends all event streams, so that a stopping server is not held up by them.
func (b *Book) Quiet() { b.hub.close() }
