package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"tongjian/care"
	"tongjian/records"
)

const (
	columns = `id, version, area, state, due, expires, terms, body`

	standing = `SELECT version, area, terms FROM docs WHERE kind = ? AND id = ?`

	put = `INSERT INTO docs (kind, ` + columns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, area = excluded.area, state = excluded.state,
		due = excluded.due, expires = excluded.expires, terms = excluded.terms, body = excluded.body`

	addTerm    = `INSERT INTO terms (kind, term, area, id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`
	dropTerms  = `DELETE FROM terms WHERE kind = ? AND id = ?`
	remove     = `DELETE FROM docs WHERE kind = ? AND id = ?`
	sweepTerms = `DELETE FROM terms WHERE kind = ?1 AND id IN (SELECT id FROM docs WHERE kind = ?1 AND expires < ?2)`
	sweep      = `DELETE FROM docs WHERE kind = ? AND expires < ?`
)

// Save writes the next version of a row; see records.Store.
func (s *Store) Save(ctx context.Context, r records.Row) error {
	what := fmt.Sprintf("saving %s/%s", r.Kind, r.ID)
	return s.change(ctx, what, func(t tx) error {
		old, _, err := t.standing(r)
		if err != nil {
			return err
		}
		if r.Version != old.Version+1 {
			return records.ErrConflict
		}
		return t.put(r, old)
	})
}

// Project writes the rows that are newer than what stands there, all in one
// transaction; see records.Store.
func (s *Store) Project(ctx context.Context, rows ...records.Row) error {
	if len(rows) == 0 {
		return ctx.Err()
	}
	what := fmt.Sprintf("projecting %s/%s", rows[0].Kind, rows[0].ID)
	return s.change(ctx, what, func(t tx) error {
		for _, r := range rows {
			old, found, err := t.standing(r)
			if err != nil {
				return err
			}
			if found && old.Version >= r.Version {
				continue
			}
			if err := t.put(r, old); err != nil {
				return err
			}
		}
		return nil
	})
}

// Remove deletes a row; see records.Store.
func (s *Store) Remove(ctx context.Context, kind, id string) error {
	return s.change(ctx, fmt.Sprintf("removing %s/%s", kind, id), func(t tx) error {
		if _, err := t.exec(dropTerms, kind, id); err != nil {
			return err
		}
		_, err := t.exec(remove, kind, id)
		return err
	})
}

// Sweep deletes expired rows; see records.Store.
func (s *Store) Sweep(ctx context.Context, kind string, before time.Time) (int, error) {
	var swept int64
	err := s.change(ctx, "sweeping "+kind, func(t tx) (err error) {
		if _, err = t.exec(sweepTerms, kind, before.UnixMilli()); err != nil {
			return err
		}
		swept, err = t.exec(sweep, kind, before.UnixMilli())
		return err
	})
	return int(swept), err
}

// Row gives one row; see records.Store.
func (s *Store) Row(ctx context.Context, kind, id string) (records.Row, error) {
	what := fmt.Sprintf("reading %s/%s", kind, id)
	rows, err := s.query(ctx, `SELECT `+columns+` FROM docs WHERE kind = ? AND id = ?`, kind, id)
	if err != nil {
		return records.Row{}, s.meaning(ctx, what, err)
	}
	list, err := collect(rows, scanRow(kind))
	if err == nil && len(list) == 0 {
		err = records.ErrNotFound
	}
	if err != nil {
		return records.Row{}, s.meaning(ctx, what, err)
	}
	return list[0], nil
}

// standing gives version, area and terms of the row that is there.
func (t tx) standing(r records.Row) (old records.Row, found bool, err error) {
	var terms []byte
	found, err = t.one(standing, []any{r.Kind, r.ID}, &old.Version, &old.Area, &terms)
	if err != nil || !found {
		return old, found, err
	}
	return old, true, json.Unmarshal(terms, &old.Terms)
}

// put writes a row over the old one, and its terms where they are others.
func (t tx) put(r, old records.Row) error {
	terms, err := encode(append([]string{}, r.Terms...))
	if err != nil {
		return err
	}
	if r.Body != nil && !json.Valid(r.Body) {
		return errors.New("the body is not JSON")
	}
	expires := sql.NullInt64{Int64: r.Expires.UnixMilli(), Valid: !r.Expires.IsZero()}
	if _, err := t.exec(put, r.Kind, r.ID, r.Version, r.Area, r.State, int(r.Due), expires, terms, r.Body); err != nil {
		return err
	}
	if r.Area == old.Area && slices.Equal(r.Terms, old.Terms) {
		return nil
	}
	if _, err := t.exec(dropTerms, r.Kind, r.ID); err != nil {
		return err
	}
	for _, term := range r.Terms {
		if _, err := t.exec(addTerm, r.Kind, term, r.Area, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// scanRow reads the columns of a row of a kind.
func scanRow(kind string) func(*sql.Rows) (records.Row, error) {
	return func(rows *sql.Rows) (records.Row, error) {
		r := records.Row{Kind: kind}
		var due int
		var expires sql.NullInt64
		var terms []byte
		if err := rows.Scan(&r.ID, &r.Version, &r.Area, &r.State, &due, &expires, &terms, &r.Body); err != nil {
			return r, err
		}
		r.Due = care.Day(due)
		if expires.Valid {
			r.Expires = time.UnixMilli(expires.Int64).UTC()
		}
		return r, json.Unmarshal(terms, &r.Terms)
	}
}
