package gate

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// readTimeout is how long a whole request may take to arrive: the body limit at 70 kbit/s.
const readTimeout = 2 * time.Minute

// Server gives an http.Server with all its time-outs, for a slow line rather
// than a broken one. Its own complaints (about handshakes, with addresses in
// them) are logged at debug level alone.
func Server(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       readTimeout,
		WriteTimeout:      3 * time.Minute, // half a megabyte of page at 25 kbit/s
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
}

// Lasting lifts the server's time-outs from an answer that goes on, such as an
// event stream. A WebSocket needs it not: taking the connection over does it.
func Lasting(c *gin.Context) error {
	rc := http.NewResponseController(c.Writer)
	if err := rc.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	return rc.SetWriteDeadline(time.Time{})
}
