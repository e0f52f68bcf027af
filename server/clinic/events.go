package clinic

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"tongjian/server/gate"
)

// beat is how often a stream says that it is alive. Each beat also asks the
// page to look again, so that an event that was lost costs no more than this.
const beat = 15 * time.Second

// events is a stream of server-sent events: what changed, never what it says.
// The page asks for it again.
func (d *Desk) events(c *gin.Context) {
	if err := gate.Lasting(c); err != nil {
		gate.Fail(c, fmt.Errorf("opening the event stream: %w", err))
		return
	}
	events, stop := d.Book.Listen(who(c.Request.Context()))
	defer stop()
	c.Header("Content-Type", "text/event-stream")
	c.Header("Cache-Control", "no-store")
	c.Header("X-Accel-Buffering", "no")
	c.Status(http.StatusOK)
	ticks := time.NewTicker(beat)
	defer ticks.Stop()
	control := http.NewResponseController(c.Writer)
	for text := ": ready\n\n"; ; {
		control.SetWriteDeadline(time.Now().Add(beat))
		if _, err := c.Writer.WriteString(text); err != nil {
			return
		}
		c.Writer.Flush()
		select {
		case <-c.Request.Context().Done():
			return
		case <-ticks.C:
			text = "event: look\ndata: {}\n\n"
		case e, ok := <-events:
			if !ok {
				return
			}
			body, err := json.Marshal(e)
			if err != nil {
				return
			}
			text = fmt.Sprintf("event: change\ndata: %s\n\n", body)
		}
	}
}
