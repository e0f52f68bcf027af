package mongo

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tongjian/records"
)

// Rows gives a page of rows; see records.Store.
func (s *Store) Rows(ctx context.Context, q records.Query) ([]records.Row, error) {
	what := "listing " + q.Kind
	filter, err := filter(q)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	order := bson.D{{Key: "id", Value: 1}}
	if q.ByDue {
		order = bson.D{{Key: "due", Value: 1}, {Key: "id", Value: 1}}
	}
	found, err := find[row](ctx, s.rows, filter, options.Find().SetSort(order).SetLimit(int64(q.Limit)))
	if err != nil {
		return nil, s.meaning(ctx, what, err)
	}
	list := []records.Row{}
	for _, d := range found {
		r, err := d.row()
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// levels are the fields of an area, by the digits of its code.
var levels = map[int]string{6: "county", 9: "township", 12: "village"}

// filter writes a query for the server.
func filter(q records.Query) (bson.D, error) {
	if q.Limit < 1 || q.Limit > 1000 {
		return nil, fmt.Errorf("a page of %d rows, not of 1-1000", q.Limit)
	}
	f := bson.D{{Key: "kind", Value: q.Kind}}
	if q.Area != "" {
		level, ok := levels[len(q.Area)]
		if !ok {
			return nil, fmt.Errorf("an area of %d digits, not of 0, 6, 9 or 12", len(q.Area))
		}
		f = append(f, bson.E{Key: level, Value: q.Area})
	}
	if q.State != "" {
		f = append(f, bson.E{Key: "state", Value: q.State})
	}
	if q.Term != "" {
		f = append(f, term(q)...)
	}
	if q.ByDue {
		return append(f, due(q)...), nil
	}
	if q.After.ID != "" {
		f = append(f, bson.E{Key: "id", Value: bson.D{{Key: "$gt", Value: q.After.ID}}})
	}
	return f, nil
}

// term asks for a term, or for its beginning by an anchored pattern, which
// unlike a range holds for one element of the list and still follows the index.
// The area stands behind the terms in that index.
func term(q records.Query) bson.D {
	f := bson.D{{Key: "terms", Value: q.Term}}
	if q.Prefix {
		pattern := "^" + strings.ReplaceAll(regexp.QuoteMeta(q.Term), "\x00", `\x00`)
		f = bson.D{{Key: "terms", Value: bson.Regex{Pattern: pattern}}}
	}
	if q.Area != "" {
		f = append(f, bson.E{Key: "area", Value: bson.D{{Key: "$gte", Value: q.Area}, {Key: "$lt", Value: q.Area + ":"}}}) // ':' follows '9'
	}
	return f
}

// due asks for rows with a day, up to DueBy, from the cursor on.
func due(q records.Query) bson.D {
	day := bson.D{{Key: "$gt", Value: ""}}
	var f bson.D
	if q.After.Due != 0 {
		after := q.After.Due.String()
		day = bson.D{{Key: "$gte", Value: after}}
		f = bson.D{{Key: "$or", Value: bson.A{
			bson.D{{Key: "due", Value: bson.D{{Key: "$gt", Value: after}}}},
			bson.D{{Key: "id", Value: bson.D{{Key: "$gt", Value: q.After.ID}}}},
		}}}
	}
	if q.DueBy != 0 {
		day = append(day, bson.E{Key: "$lte", Value: q.DueBy.String()})
	}
	return append(bson.D{{Key: "due", Value: day}}, f...)
}
