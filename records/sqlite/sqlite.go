// Package sqlite keeps the record in one SQLite file: the store of a single
// clinic, a township or a laptop, with nothing to install.
//
// A confirmed write outlives a killed process and, as far as the disk keeps
// its word about fsync, a power cut: the file runs in WAL mode with
// synchronous=FULL, so the log is on the disk before a writer is answered.
// Writers that wait at the same time share one fsync.
//
// It will not share its file: one process holds it at a time, on a local disk
// (not a network share). It encrypts nothing; the file is readable by its
// owner alone.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver

	"tongjian/records"
)

// Store is a records.Store in one file. Open makes it, Close ends it.
type Store struct {
	lock    *os.File
	writer  *sql.DB // one connection, used by the writing goroutine alone
	readers *sql.DB
	read    statements
	write   statements

	writes chan *write
	quit   chan struct{} // closed by Close
	idle   chan struct{} // closed when the writing goroutine has ended
	once   sync.Once
}

var _ records.Store = (*Store)(nil)

var errClosed = fmt.Errorf("the store is closed: %w", records.ErrUnavailable)

// Open opens the file, makes it and its folder where they are missing, and
// brings its tables up to date. It fails when the folder cannot be written,
// when another process has the file open, or when the file was made by a newer
// version of the program.
func Open(ctx context.Context, path string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("finding %s: %w", path, err)
	}
	lock, err := claim(path)
	if err != nil {
		return nil, err
	}
	s := &Store{lock: lock, writes: make(chan *write), quit: make(chan struct{}), idle: make(chan struct{})}
	if err := s.open(ctx, path); err != nil {
		s.release()
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	go s.run()
	return s, nil
}

func (s *Store) open(ctx context.Context, path string) (err error) {
	if s.writer, err = sql.Open("sqlite", source(path, "_txlock=immediate")); err != nil {
		return err
	}
	s.writer.SetMaxOpenConns(1)
	if err := migrate(ctx, s.writer); err != nil {
		return err
	}
	for _, text := range written {
		if _, err := s.write.prepare(ctx, s.writer, text); err != nil {
			return err
		}
	}
	if s.readers, err = sql.Open("sqlite", source(path, "_query_only=1")); err != nil {
		return err
	}
	s.readers.SetMaxOpenConns(max(4, 2*runtime.NumCPU()))
	s.readers.SetMaxIdleConns(max(4, 2*runtime.NumCPU()))
	return s.Ping(ctx)
}

// source is the driver's name for the file, with the settings of a connection.
func source(path, more string) string {
	name := filepath.ToSlash(path)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // C:/data
	}
	settings := []string{
		"_busy_timeout=5000",
		"_journal_mode=WAL",
		"_synchronous=FULL",
		"_pragma=journal_size_limit(33554432)",
		"_dqs=0",
		"_defensive=1",
		more,
	}
	return "file://" + (&url.URL{Path: name}).EscapedPath() + "?" + strings.Join(settings, "&")
}

// claim makes the file, for its owner alone, and takes the lock beside it.
func claim(path string) (*os.File, error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the data folder: %w", err)
	}
	lock, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the data folder %s is not writable: %w", dir, err)
	}
	if err := hold(lock); err != nil {
		lock.Close()
		if errors.Is(err, errHeld) {
			return nil, fmt.Errorf("%s is in use by another process: stop that one first", path)
		}
		return nil, fmt.Errorf("locking %s: %w", lock.Name(), err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		lock.Close()
		return nil, fmt.Errorf("%s is not writable: %w", path, err)
	}
	return lock, file.Close()
}

// Ping tells whether the file can be read.
func (s *Store) Ping(ctx context.Context) error {
	var n int
	return s.meaning(ctx, "reading the file", s.readers.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&n))
}

// Close finishes the writes that have begun, folds the log into the file and
// lets another process have it. Closing twice is no error.
func (s *Store) Close() error {
	var err error
	s.once.Do(func() {
		close(s.quit)
		<-s.idle
		err = s.release()
	})
	return err
}

// release closes what is open; the lock goes last.
func (s *Store) release() error {
	var errs []error
	for _, st := range []*statements{&s.read, &s.write} {
		errs = append(errs, st.close())
	}
	for _, db := range []*sql.DB{s.readers, s.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	errs = append(errs, s.lock.Close())
	return errors.Join(errs...)
}
