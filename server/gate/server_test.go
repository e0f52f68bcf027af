package gate_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/gin-gonic/gin"

	"tongjian/server/gate"
)

func TestServer(t *testing.T) {
	s := gate.Server(http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	if s.ReadHeaderTimeout <= 0 || s.ReadTimeout <= 0 || s.WriteTimeout <= 0 || s.IdleTimeout <= 0 || s.MaxHeaderBytes <= 0 {
		t.Errorf("Server = %+v, want every time-out set", s)
	}
}

// TestLasting holds an event stream and a WebSocket open for longer than the
// server lets a request take.
func TestLasting(t *testing.T) {
	const limit = 200 * time.Millisecond
	h := build(t, nil, func(g *gate.Gate) {
		events := func(lasting bool) gin.HandlerFunc {
			return func(c *gin.Context) {
				if lasting {
					if err := gate.Lasting(c); err != nil {
						gate.Fail(c, err)
						return
					}
				}
				for i := range 3 {
					fmt.Fprintf(c.Writer, "data: %d\n\n", i)
					c.Writer.Flush()
					time.Sleep(limit)
				}
			}
		}
		g.Raw(gate.Staff(), "GET", "/events", events(true))
		g.Raw(gate.Staff(), "GET", "/short", events(false))
		g.Raw(gate.Anyone(), "GET", "/ws", func(c *gin.Context) {
			ws, err := websocket.Accept(c.Writer, c.Request, nil)
			if err != nil {
				return
			}
			defer ws.CloseNow()
			for {
				kind, text, err := ws.Read(c.Request.Context())
				if err != nil || ws.Write(c.Request.Context(), kind, text) != nil {
					return
				}
			}
		})
	})
	h.doctor("wang")
	token, _ := h.signedIn("wang")
	server := httptest.NewUnstartedServer(h.gate.Handler())
	server.Config = gate.Server(h.gate.Handler(), slog.New(slog.DiscardHandler))
	server.Config.ReadTimeout, server.Config.WriteTimeout = limit, limit
	server.Start()
	defer server.Close()

	for path, whole := range map[string]bool{"/events": true, "/short": false} {
		req, _ := http.NewRequest("GET", server.URL+path, nil)
		req.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(bufio.NewReader(res.Body))
		res.Body.Close()
		if got := err == nil && strings.Count(string(text), "data:") == 3; got != whole {
			t.Errorf("%s = %q (%v), want whole %v", path, text, err, whole)
		}
	}

	ctx := context.Background()
	ws, _, err := websocket.Dial(ctx, server.URL+"/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer ws.CloseNow()
	for i := range 3 {
		time.Sleep(limit)
		if err := ws.Write(ctx, websocket.MessageText, []byte("hello")); err != nil {
			t.Fatalf("message %d: %v", i, err)
		}
		if _, text, err := ws.Read(ctx); err != nil || string(text) != "hello" {
			t.Fatalf("message %d came back as %q (%v), want hello", i, text, err)
		}
	}
}
