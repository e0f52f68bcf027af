package notice

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"time"
)

// Outbox writes each text as one JSON line {at, to, text} to a file that its
// owner alone may read.
type Outbox struct {
	path string
	mu   sync.Mutex // one line at a time
}

// NewOutbox gives the outbox in a file, which is made with the first text.
func NewOutbox(path string) *Outbox { return &Outbox{path: path} }

// Message is one line of an outbox.
type Message struct {
	At   time.Time `json:"at"`
	To   string    `json:"to"`
	Text string    `json:"text"`
}

// Send adds one line.
func (o *Outbox) Send(ctx context.Context, to, text string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("writing to the outbox: %w", err)
	}
	line, err := json.Marshal(Message{time.Now().UTC(), to, text})
	if err != nil {
		return fmt.Errorf("writing to the outbox: %w", err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	f, err := os.OpenFile(o.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("opening the outbox: %w", err)
	}
	if _, err := f.Write(append(line, '\n')); err != nil {
		f.Close()
		return fmt.Errorf("writing to the outbox: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("closing the outbox: %w", err)
	}
	return nil
}
