package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"github.com/gin-gonic/gin"

	mobileapi "tongjian/mobile-api"
	"tongjian/records"
	"tongjian/server/clinic"
	"tongjian/server/gate"
	"tongjian/server/notice"
	"tongjian/web"
)

// version stands in the OpenAPI documents.
const version = "0.1.0"

// house is the whole service, wired: what main and the tests share.
type house struct {
	config Config
	store  records.Store
	book   *records.Book
	gate   *gate.Gate
	rooms  *rooms
	http   *http.Server
	ends   []func()
}

// openHouse opens everything that the configuration names, in the order in
// which the parts need each other. What was opened is closed again when a
// later part cannot be.
func openHouse(ctx context.Context, c Config) (_ *house, err error) {
	h := &house{config: c}
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	var closeBook func()
	if h.book, h.store, closeBook, err = openBook(ctx, c); err != nil {
		return nil, err
	}
	h.ends = append(h.ends, closeBook)
	keys, err := gate.OpenKeys(c.Keys)
	if err != nil {
		return nil, fmt.Errorf("opening the keys: %w", err)
	}
	sender, err := h.sender()
	if err != nil {
		return nil, fmt.Errorf("reading SMS_URL: %w", err)
	}
	h.gate, err = gate.New(gate.Config{Store: h.store, Keys: keys, Sender: sender, PublicURL: c.PublicURL, Version: version, Demo: c.Demo})
	if err != nil {
		return nil, err
	}
	h.ends = append(h.ends, h.gate.Close)
	if h.rooms, err = openRooms(c, h.book, keys); err != nil {
		return nil, err
	}
	h.ends = append(h.ends, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		h.rooms.server.Close(ctx)
	})
	h.gate.Revoked(h.rooms.revoked)
	mount(h.gate, h.book, h.rooms, sender, c)
	h.http = gate.Server(h.gate.Handler(), slog.Default())
	return h, nil
}

func (h *house) sender() (notice.Sender, error) {
	if h.config.SMSURL != "" {
		return notice.NewGateway(h.config.SMSURL, h.config.SMSKey)
	}
	return notice.NewOutbox(filepath.Join(h.config.DataDir, "outbox.ndjson")), nil
}

// mount is the list of everything that answers.
func mount(g *gate.Gate, book *records.Book, r *rooms, sender notice.Sender, c Config) {
	desk := &clinic.Desk{Book: book, Gate: g, Sender: sender, Public: c.PublicURL, Ticket: r.ticket, Closing: r.close, Recheck: r.check, Now: time.Now}
	desk.Mount()
	app := &mobileapi.App{Book: book, Gate: g, Ticket: func(ctx context.Context, s records.Seat, who records.Caller) (mobileapi.Ticket, error) {
		t, err := r.ticket(ctx, s, who)
		return mobileapi.Ticket(t), err
	}}
	app.Mount()
	g.Raw(gate.Anyone(), http.MethodGet, "/healthz", func(c *gin.Context) { c.String(http.StatusOK, "alive\n") })
	g.Raw(gate.Anyone(), http.MethodGet, "/readyz", func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
		defer cancel()
		if err := book.Ready(ctx); err != nil {
			gate.Fail(c, fmt.Errorf("asking the store: %w", errors.Join(records.ErrUnavailable, err)))
			return
		}
		c.String(http.StatusOK, "ready\n")
	})
	if r != nil && r.server != nil {
		ws := r.server.Handler()
		g.Raw(gate.Anyone(), http.MethodGet, "/ws", func(c *gin.Context) { ws.ServeHTTP(c.Writer, c.Request) })
	}
	g.Rest(gate.Anyone(), pages(web.Dist()))
}

// endStreams ends what would hold a stopping server up: event streams and rooms.
func (h *house) endStreams() { h.book.Quiet() }

// close lets go of everything, the last opened first.
func (h *house) close() {
	for i := len(h.ends) - 1; i >= 0; i-- {
		h.ends[i]()
	}
	h.ends = nil
}
