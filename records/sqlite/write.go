package sqlite

import (
	"context"
	"database/sql"
	"errors"
)

// write is one caller's work, waiting for the writing goroutine.
type write struct {
	do   func(tx) error
	err  error
	done chan struct{}
}

const (
	savepoint = "SAVEPOINT one"
	rollback  = "ROLLBACK TO one"
	release   = "RELEASE one"
)

// written is what the writer runs all day, prepared at Open.
var written = []string{savepoint, rollback, release, insertChange, standing, put, dropTerms, addTerm, remove, sweepTerms, sweep}

// atMost is how many writers share one transaction, so that the first of them
// does not wait for a crowd.
const atMost = 128

// change has the writing goroutine do the work, whole or not at all. Where it
// returns the context's error nothing was written: work that has begun is
// waited for.
func (s *Store) change(ctx context.Context, what string, do func(tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w := &write{do: do, done: make(chan struct{})}
	select {
	case s.writes <- w:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.quit:
		return errClosed
	}
	<-w.done
	return s.meaning(ctx, what, w.err)
}

// run is the writing goroutine. It ends when Close closes quit; writers that
// it has not taken by then are told that the store is closed.
func (s *Store) run() {
	defer close(s.idle)
	for {
		select {
		case w := <-s.writes:
			s.together(w)
		case <-s.quit:
			return
		}
	}
}

// together does the first write and those that wait by now in one transaction,
// because the fsync at its end is what takes long. Everybody is answered after
// the commit: until then even a conflict is with something that may not stay.
func (s *Store) together(first *write) {
	var all []*write
	t, lost := s.begin()
	for w := first; w != nil; w = s.next(len(all), lost) {
		all = append(all, w)
		if lost == nil {
			w.err, lost = t.alone(w.do)
		}
	}
	if lost == nil {
		lost = t.Commit()
	} else if t.Tx != nil {
		t.Rollback() // mostly rolled back already; lost says why
	}
	for _, w := range all {
		if lost != nil {
			w.err = lost
		}
		close(w.done)
	}
}

// next takes one more writer who waits, while the transaction stands.
func (s *Store) next(taken int, lost error) *write {
	if taken == atMost || lost != nil {
		return nil
	}
	select {
	case w := <-s.writes:
		return w
	default:
		return nil
	}
}

// tx is the transaction that waiting writers share.
type tx struct {
	*sql.Tx
	kept *statements
}

func (s *Store) begin() (tx, error) {
	t, err := s.writer.Begin()
	return tx{t, &s.write}, err
}

// alone does one writer's work so that its failure takes back nothing else.
// Some failures (a full disk) end the transaction of everybody: that is lost.
func (t tx) alone(do func(tx) error) (work, lost error) {
	if _, err := t.exec(savepoint); err != nil {
		return nil, err
	}
	if work = do(t); work != nil {
		if _, err := t.exec(rollback); err != nil {
			return work, work
		}
	}
	_, err := t.exec(release)
	return work, err
}

// exec runs a statement and says how many rows it changed. The shared
// transaction belongs to no one caller, so no caller's context may end it.
func (t tx) exec(text string, args ...any) (int64, error) {
	st, err := t.statement(text)
	if err != nil {
		return 0, err
	}
	result, err := st.Exec(args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// one reads at most one row; found is false when there is none.
func (t tx) one(text string, args []any, into ...any) (found bool, err error) {
	st, err := t.statement(text)
	if err != nil {
		return false, err
	}
	err = st.QueryRow(args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// statement gives a statement on the transaction's connection. One that is not
// of the list that Open prepared is prepared for this transaction only: the
// writer's one connection is busy with it.
func (t tx) statement(text string) (*sql.Stmt, error) {
	if st, ok := t.kept.kept.Load(text); ok {
		return t.Stmt(st.(*sql.Stmt)), nil
	}
	return t.Prepare(text)
}
