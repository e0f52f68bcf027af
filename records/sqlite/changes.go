package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"tongjian/records"
)

const insertChange = `INSERT INTO changes (subject, version, at, entries, audit) VALUES (?, ?, ?, ?, ?)
	ON CONFLICT DO NOTHING`

// Commit inserts a change; see records.Store.
func (s *Store) Commit(ctx context.Context, c records.Change) error {
	what := fmt.Sprintf("committing %s/%d", c.Subject, c.Version)
	entries, audit, err := encodeChange(c)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return s.change(ctx, what, func(t tx) error {
		n, err := t.exec(insertChange, c.Subject, c.Version, c.At.UnixMilli(), entries, audit)
		if err == nil && n == 0 {
			return records.ErrConflict
		}
		return err
	})
}

// Changes gives the changes of a subject; see records.Store.
func (s *Store) Changes(ctx context.Context, subject string, after int) ([]records.Change, error) {
	what := "reading the changes of " + subject
	rows, err := s.query(ctx, `SELECT version, at, entries, audit FROM changes
		WHERE subject = ? AND version > ? ORDER BY version`, subject, after)
	if err != nil {
		return nil, s.meaning(ctx, what, err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (records.Change, error) {
		c := records.Change{Subject: subject}
		var at int64
		var entries, audit []byte
		if err := rows.Scan(&c.Version, &at, &entries, &audit); err != nil {
			return c, err
		}
		c.At = time.UnixMilli(at).UTC()
		if err := json.Unmarshal(entries, &c.Entries); err != nil {
			return c, err
		}
		return c, json.Unmarshal(audit, &c.Audit)
	})
	return list, s.meaning(ctx, what, err)
}

// Subjects pages through the subjects; see records.Store. It jumps from one
// subject to the next, past the changes between them.
func (s *Store) Subjects(ctx context.Context, prefix, after string, limit int) ([]string, error) {
	if limit < 1 {
		return nil, fmt.Errorf("listing subjects: a page of %d", limit)
	}
	rows, err := s.query(ctx, `WITH RECURSIVE page (subject) AS (
			SELECT min(subject) FROM changes WHERE subject >= ?1 AND subject > ?2 AND subject < ?3
			UNION ALL
			SELECT (SELECT min(subject) FROM changes WHERE subject > page.subject AND subject < ?3)
			FROM page WHERE page.subject IS NOT NULL
			LIMIT ?4)
		SELECT subject FROM page WHERE subject IS NOT NULL`, prefix, after, beyond(prefix), limit)
	if err != nil {
		return nil, s.meaning(ctx, "listing subjects", err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (subject string, err error) {
		return subject, rows.Scan(&subject)
	})
	return list, s.meaning(ctx, "listing subjects", err)
}

// Changed gives the subjects with a change since an instant; see records.Store.
func (s *Store) Changed(ctx context.Context, since time.Time) ([]records.Head, error) {
	const what = "listing what changed"
	rows, err := s.query(ctx, `SELECT subject, (SELECT max(version) FROM changes WHERE subject = late.subject)
		FROM (SELECT DISTINCT subject FROM changes WHERE at >= ?) AS late ORDER BY subject`, since.UnixMilli())
	if err != nil {
		return nil, s.meaning(ctx, what, err)
	}
	list, err := collect(rows, func(rows *sql.Rows) (h records.Head, err error) {
		return h, rows.Scan(&h.Subject, &h.Version)
	})
	return list, s.meaning(ctx, what, err)
}

// encodeChange gives entries and audit lines as JSON, their times in UTC to
// the millisecond as every store keeps them.
func encodeChange(c records.Change) (entries, audit string, err error) {
	facts := append([]records.Entry{}, c.Entries...)
	for i := range facts {
		facts[i].At = toMillisecond(facts[i].At)
	}
	lines := append([]records.AuditLine{}, c.Audit...)
	for i := range lines {
		lines[i].At = toMillisecond(lines[i].At)
	}
	if entries, err = encode(facts); err != nil {
		return "", "", err
	}
	audit, err = encode(lines)
	return entries, audit, err
}

func toMillisecond(t time.Time) time.Time { return time.UnixMilli(t.UnixMilli()).UTC() }

// encode writes JSON as it stands in the file: < and & stay readable.
func encode(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), err
}

// collect reads rows to their end. The list is never nil.
func collect[T any](rows *sql.Rows, scan func(*sql.Rows) (T, error)) ([]T, error) {
	defer rows.Close()
	list := []T{}
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// beyond is the first text that does not begin with prefix, in the order of
// bytes that the file sorts by. No UTF-8 text has the byte 0xff.
func beyond(prefix string) string {
	return prefix + "\xff"
}
