package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// statements keeps statements prepared, by their text: there are a few dozen.
type statements struct {
	kept sync.Map // text -> *sql.Stmt
}

func (s *statements) prepare(ctx context.Context, db *sql.DB, text string) (*sql.Stmt, error) {
	if st, ok := s.kept.Load(text); ok {
		return st.(*sql.Stmt), nil
	}
	st, err := db.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if other, ok := s.kept.LoadOrStore(text, st); ok {
		return other.(*sql.Stmt), st.Close()
	}
	return st, nil
}

func (s *statements) close() error {
	var errs []error
	s.kept.Range(func(text, st any) bool {
		errs = append(errs, st.(*sql.Stmt).Close())
		s.kept.Delete(text)
		return true
	})
	return errors.Join(errs...)
}

// query reads rows with one of the readers.
func (s *Store) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	st, err := s.read.prepare(ctx, s.readers, text)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}
