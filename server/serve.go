package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"tongjian/records"
	"tongjian/records/mongo"
	"tongjian/records/sqlite"
)

// stopWithin is how long an ending service waits for requests under way.
const stopWithin = 4 * time.Second

// openStore opens the store that the configuration names.
func openStore(ctx context.Context, c Config) (records.Store, error) {
	if c.MongoURI != "" {
		store, err := mongo.Open(ctx, c.MongoURI, c.MongoDB)
		if err != nil {
			return nil, fmt.Errorf("opening MongoDB: %w", err)
		}
		return store, nil
	}
	store, err := sqlite.Open(ctx, filepath.Join(c.DataDir, "tongjian.db"))
	if err != nil {
		return nil, fmt.Errorf("opening the embedded store: %w", err)
	}
	return store, nil
}

// openBook opens store, keys and record; close lets go of them in order.
func openBook(ctx context.Context, c Config) (book *records.Book, store records.Store, close func(), err error) {
	if err := c.makeDataDir(); err != nil {
		return nil, nil, nil, err
	}
	keys, err := records.LoadKeys(c.Keys)
	if err != nil {
		return nil, nil, nil, err
	}
	if store, err = openStore(ctx, c); err != nil {
		return nil, nil, nil, err
	}
	book, err = records.Open(ctx, store, keys, records.Options{Head: filepath.Join(c.DataDir, "audit.head")})
	if err != nil {
		store.Close()
		return nil, nil, nil, fmt.Errorf("opening the record: %w", err)
	}
	return book, store, func() { book.Close(); store.Close() }, nil
}

// serve runs the service until ctx ends.
func serve(ctx context.Context, get func(string) string, out, log io.Writer) error {
	c, err := readConfig(get)
	if err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.NewJSONHandler(log, nil)))
	h, err := openHouse(ctx, c)
	if err != nil {
		return err
	}
	defer h.close()
	if c.Demo {
		err = h.demo(ctx, out)
	} else {
		err = h.greetNobody(ctx, out)
	}
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", c.Addr, err)
	}
	fmt.Fprintf(out, "Tongjian 童健 is ready: %s (desk)  %s/m/ (parents)\n", c.PublicURL, c.PublicURL)
	return h.serveOn(ctx, listener)
}

// serveOn answers requests from a listener until ctx ends, then lets those
// under way finish for a while.
func (h *house) serveOn(ctx context.Context, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() {
		if h.config.TLSCert != "" {
			failed <- h.http.ServeTLS(listener, h.config.TLSCert, h.config.TLSKey)
		} else {
			failed <- h.http.Serve(listener)
		}
	}()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	h.endStreams()
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	if err := h.http.Shutdown(wait); err != nil {
		h.http.Close()
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}

// reindexCommand makes the rows again.
func reindexCommand(ctx context.Context, get func(string) string, out io.Writer) error {
	c, err := readConfig(get)
	if err != nil {
		return err
	}
	book, _, close, err := openBook(ctx, c)
	if err != nil {
		return err
	}
	defer close()
	n := 0
	if err := book.Reindex(ctx, func(string) { n++ }); err != nil {
		return err
	}
	fmt.Fprintf(out, "%d records indexed\n", n)
	return nil
}
