package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"tongjian/records"
)

// Rows gives a page of rows; see records.Store.
func (s *Store) Rows(ctx context.Context, q records.Query) ([]records.Row, error) {
	what := "listing " + q.Kind
	wide, err := s.wide(ctx, q)
	if err != nil {
		return nil, s.meaning(ctx, what, err)
	}
	text, args, err := statement(q, wide)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	rows, err := s.query(ctx, text, args...)
	if err != nil {
		return nil, s.meaning(ctx, what, err)
	}
	list, err := collect(rows, scanRow(q.Kind))
	return list, s.meaning(ctx, what, err)
}

// levels are the columns of an area, by the digits of its code, and the lists
// that lead to them.
var levels = map[int]struct{ column, list string }{
	0:        {"", "docs_id"},
	county:   {"county", "docs_county"},
	township: {"township", "docs_township"},
	village:  {"village", "docs_village"},
}

const (
	county   = 6
	township = 9
	village  = 12
)

// statement writes a query as SQL. Every value is an argument, so that there
// are few texts and all of them stay prepared.
func statement(q records.Query, wide bool) (text string, args []any, err error) {
	if q.Limit < 1 || q.Limit > 1000 {
		return "", nil, fmt.Errorf("a page of %d rows, not of 1-1000", q.Limit)
	}
	level, ok := levels[len(q.Area)]
	if !ok {
		return "", nil, fmt.Errorf("an area of %d digits, not of 0, 6, 9 or 12", len(q.Area))
	}
	var where conditions
	where.add("kind = ?", q.Kind)
	if q.Area != "" {
		where.add(level.column+" = ?", q.Area)
	}
	if q.State != "" {
		where.add("state = ?", q.State)
	}
	order := where.place(q)
	from := "docs"
	if q.Term != "" && !wide {
		where.term(q)
	} else {
		from = "docs INDEXED BY " + list(level.list, q.ByDue)
	}
	if wide {
		where.add("EXISTS (SELECT 1 FROM terms INDEXED BY terms_id WHERE kind = docs.kind AND id = docs.id AND term >= ? AND term < ?)",
			q.Term, beyond(q.Term))
	}
	text = `SELECT ` + columns + ` FROM ` + from + ` WHERE ` + strings.Join(where.texts, " AND ") + ` ORDER BY ` + order + ` LIMIT ?`
	return text, append(where.args, q.Limit), nil
}

// many is so many terms that walking the list and asking each row for a term
// fills a page sooner than finding all of them first.
const many = 3000

// wide tells whether the beginning of a term fits a good part of a county, as
// the first digits of a phone number do.
func (s *Store) wide(ctx context.Context, q records.Query) (bool, error) {
	if q.Term == "" || !q.Prefix || len(q.Area) > county {
		return false, nil
	}
	rows, err := s.query(ctx, `SELECT count(*) FROM (SELECT 1 FROM terms WHERE kind = ? AND term >= ? AND term < ? AND +area >= ? AND +area < ? LIMIT ?)`,
		q.Kind, q.Term, beyond(q.Term), q.Area, beyond(q.Area), many)
	if err != nil {
		return false, err
	}
	n, err := collect(rows, func(rows *sql.Rows) (n int, err error) { return n, rows.Scan(&n) })
	return err == nil && n[0] == many, err
}

// list names the index in whose order a page is read. It is named in the
// statement because the planner, which knows no counts, was seen to read a
// whole county for a village.
func list(name string, byDue bool) string {
	if !byDue {
		return name
	}
	if name == "docs_id" {
		return "docs_due"
	}
	return name + "_due"
}

type conditions struct {
	texts []string
	args  []any
}

func (c *conditions) add(text string, args ...any) {
	c.texts = append(c.texts, text)
	c.args = append(c.args, args...)
}

// place keeps the rows behind the cursor, by due day those up to DueBy, and
// gives the order.
func (c *conditions) place(q records.Query) string {
	if !q.ByDue {
		if q.After.ID != "" {
			c.add("id > ?", q.After.ID)
		}
		return "id"
	}
	if q.DueBy != 0 {
		c.add("due <= ?", int(q.DueBy))
	}
	if q.After.Due == 0 {
		c.add("due > 0")
	} else {
		c.add("(due, id) > (?, ?)", int(q.After.Due), q.After.ID)
	}
	return "due, id"
}

// term finds the ids first; the area stands in both indexes of terms. An exact
// term leads straight there. A beginning may fit half a county (one letter of
// a name), so inside a township or a village the index begins with the area.
func (c *conditions) term(q records.Query) {
	where, args := "term = ?", []any{q.Kind, q.Term}
	if q.Prefix {
		where, args = "term >= ? AND term < ?", append(args, beyond(q.Term))
	}
	from, area := "terms", "+area" // the plus keeps the planner from beginning with the area
	if q.Prefix && len(q.Area) > county {
		from, area = "terms INDEXED BY terms_area", "area"
	}
	switch len(q.Area) {
	case 0:
	case village:
		where, args = where+" AND "+area+" = ?", append(args, q.Area)
	default:
		where, args = where+" AND "+area+" >= ? AND "+area+" < ?", append(args, q.Area, beyond(q.Area))
	}
	c.add("id IN (SELECT id FROM "+from+" WHERE kind = ? AND "+where+")", args...)
}
