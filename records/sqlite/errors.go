package sqlite

import (
	"context"
	"errors"
	"fmt"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"tongjian/records"
)

// meaning wraps an error with what was being done and gives it the meaning
// that records knows: the context's own error, or ErrUnavailable where the
// file or the disk does not answer.
func (s *Store) meaning(ctx context.Context, what string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%s: %w", what, ctx.Err())
	case s.closed():
		return fmt.Errorf("%s: %w", what, errClosed)
	case away(err):
		return fmt.Errorf("%s: %w: %w", what, records.ErrUnavailable, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// away tells whether the disk is the reason: full, failing, taken away or locked by a stranger.
func away(err error) bool {
	var e *driver.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED, codes.SQLITE_FULL, codes.SQLITE_IOERR, codes.SQLITE_READONLY, codes.SQLITE_CANTOPEN:
		return true
	}
	return false
}

func (s *Store) closed() bool {
	select {
	case <-s.quit:
		return true
	default:
		return false
	}
}
