package signaling

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/time/rate"
)

// Limits of one socket (docs/protocol.md section 7).
const (
	maxMessage = 64 << 10
	queue      = 256 // messages waiting for a page that does not read
	writeFor   = 10 * time.Second
	perSecond  = 50
	burst      = 100
)

// conn is one socket: a reader (serve), a writer that alone touches the wire,
// and a queue between the rooms and the writer, so that nobody waits for it.
type conn struct {
	ws     *websocket.Conn
	out    chan []byte
	ending chan farewell // cap 1: how the writer shall close
	ended  atomic.Bool   // no more messages are taken or sent
	once   sync.Once
	over   atomic.Bool        // the reader is done with it
	halt   context.CancelFunc // stops the writer in the middle of a message
	idle   *time.Timer        // closes a silent socket
	rate   *rate.Limiter

	stay  atomic.Pointer[stay]  // nil before the person is in a room
	knock atomic.Pointer[knock] // set while they wait to be let in
}

func newConn(ws *websocket.Conn, halt context.CancelFunc) *conn {
	ws.SetReadLimit(maxMessage)
	return &conn{
		ws: ws, halt: halt, out: make(chan []byte, queue), ending: make(chan farewell, 1),
		rate: rate.NewLimiter(perSecond, burst),
	}
}

// send queues a message. A page that lets the queue fill is cut off as slow.
// A nil conn, of a person who is away, takes everything and sends nothing.
func (c *conn) send(m any) {
	if c == nil {
		return
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return // no message of ours fails: all are plain structs
	}
	c.sendRaw(raw)
}

func (c *conn) sendRaw(raw []byte) {
	if c == nil || c.ended.Load() {
		return
	}
	select {
	case c.out <- raw:
	default:
		c.close(farewell{errSlow.Code, closeCodes[errSlow.Code]})
		c.halt() // the writer may be stuck in a message
	}
}

// refuse tells the page an error. A fatal one closes the socket after it.
func (c *conn) refuse(r *Refusal, ref string) {
	code, fatal := closeCodes[r.Code]
	c.send(errorMsg{Type: "error", Code: r.Code, Fatal: fatal, Message: r.Text, Ref: ref})
	if fatal {
		c.close(farewell{r.Code, code})
	}
}

// bye says why and closes.
func (c *conn) bye(f farewell) {
	if c == nil {
		return
	}
	c.send(byeMsg{"bye", f.reason})
	c.close(f)
}

// close has the writer send what is queued and then close. Only the first call counts.
func (c *conn) close(f farewell) {
	c.once.Do(func() {
		c.ended.Store(true)
		c.ending <- f
	})
}

// cut drops the socket without a word.
func (c *conn) cut() {
	c.close(farewell{"", websocket.StatusAbnormalClosure})
	_ = c.ws.CloseNow()
}

// write runs until the socket is closed. ctx ends with the reader.
func (c *conn) write(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			_ = c.ws.CloseNow()
			return
		case f := <-c.ending:
			c.drain(ctx)
			_ = c.ws.Close(f.code, f.reason)
			return
		case raw := <-c.out:
			if c.put(ctx, raw) != nil {
				c.cut()
				return
			}
		}
	}
}

func (c *conn) drain(ctx context.Context) {
	for {
		select {
		case raw := <-c.out:
			if c.put(ctx, raw) != nil {
				return
			}
		default:
			return
		}
	}
}

func (c *conn) put(ctx context.Context, raw []byte) error {
	ctx, cancel := context.WithTimeout(ctx, writeFor)
	defer cancel()
	return c.ws.Write(ctx, websocket.MessageText, raw)
}

// next reads one message. Its errors are refusals for what the page did wrong,
// and anything else for a socket that is lost.
func (c *conn) next(ctx context.Context) ([]byte, error) {
	kind, raw, err := c.ws.Read(ctx)
	if err != nil {
		return nil, err
	}
	if kind != websocket.MessageText {
		return nil, errMessage
	}
	if !c.rate.Allow() {
		return nil, errFlood
	}
	return raw, nil
}
