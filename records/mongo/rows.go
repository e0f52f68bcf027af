package mongo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tongjian/records"
)

// row is a records.Row as it stands in the database. Its _id is kind/id. The
// levels of the area are fields of their own, so that a list is equality in an index.
type row struct {
	Key      string     `bson:"_id"`
	Kind     string     `bson:"kind"`
	ID       string     `bson:"id"`
	Version  int        `bson:"version"`
	Area     string     `bson:"area"`
	County   string     `bson:"county,omitempty"`
	Township string     `bson:"township,omitempty"`
	Village  string     `bson:"village,omitempty"`
	State    string     `bson:"state"`
	Due      string     `bson:"due,omitempty"` // 2024-02-29, which sorts as days do
	Expires  *time.Time `bson:"expires,omitempty"`
	Terms    []string   `bson:"terms,omitempty"`
	Body     document   `bson:"body,omitempty"`
}

// Save writes the next version of a row; see records.Store.
func (s *Store) Save(ctx context.Context, r records.Row) error {
	d := fromRow(r)
	result, err := s.rows.ReplaceOne(ctx, bson.D{{Key: "_id", Value: d.Key}, {Key: "version", Value: r.Version - 1}}, d)
	if err == nil && result.MatchedCount == 0 {
		err = s.first(ctx, d)
	}
	return s.meaning(ctx, "saving "+d.Key, err)
}

// first makes a row of version 1; any other would need one before it.
func (s *Store) first(ctx context.Context, d row) error {
	if d.Version != 1 {
		return records.ErrConflict
	}
	_, err := s.rows.InsertOne(ctx, d)
	if driver.IsDuplicateKeyError(err) {
		return records.ErrConflict
	}
	return err
}

// Project writes the rows that are newer than what stands there; see
// records.Store. Each row is written by itself: after an error some may be.
func (s *Store) Project(ctx context.Context, rows ...records.Row) error {
	for part := range slices.Chunk(rows, 500) {
		if err := s.project(ctx, part); err != nil {
			return s.meaning(ctx, fmt.Sprintf("projecting %d rows from %s/%s on", len(part), part[0].Kind, part[0].ID), err)
		}
	}
	return ctx.Err()
}

// project replaces what is older, inserts what is not there, and where a row is
// there all the same (newer, or made by somebody meanwhile) replaces once more
// what is older. No step depends on the answer of the one before, so writers
// who race cannot put an older row over a newer one.
func (s *Store) project(ctx context.Context, rows []records.Row) error {
	var models []driver.WriteModel
	var docs []row
	for _, r := range rows {
		d := fromRow(r)
		docs = append(docs, d)
		models = append(models, driver.NewReplaceOneModel().SetReplacement(d).SetFilter(
			bson.D{{Key: "_id", Value: d.Key}, {Key: "version", Value: bson.D{{Key: "$lt", Value: d.Version}}}}))
	}
	result, err := s.rows.BulkWrite(ctx, models, options.BulkWrite().SetOrdered(false))
	if err != nil || result.MatchedCount == int64(len(rows)) {
		return err
	}
	_, err = s.rows.InsertMany(ctx, docs, options.InsertMany().SetOrdered(false))
	if !onlyDuplicates(err) {
		return err
	}
	_, err = s.rows.BulkWrite(ctx, models, options.BulkWrite().SetOrdered(false))
	return err
}

// onlyDuplicates tells whether inserting failed for rows that were there, and for nothing else.
func onlyDuplicates(err error) bool {
	var many driver.BulkWriteException
	if !errors.As(err, &many) || many.WriteConcernError != nil {
		return false
	}
	return !slices.ContainsFunc(many.WriteErrors, func(e driver.BulkWriteError) bool { return !driver.IsDuplicateKeyError(e) })
}

// Row gives one row; see records.Store.
func (s *Store) Row(ctx context.Context, kind, id string) (records.Row, error) {
	var d row
	err := s.rows.FindOne(ctx, bson.D{{Key: "_id", Value: kind + "/" + id}}).Decode(&d)
	if errors.Is(err, driver.ErrNoDocuments) {
		err = records.ErrNotFound
	}
	if err != nil {
		return records.Row{}, s.meaning(ctx, fmt.Sprintf("reading %s/%s", kind, id), err)
	}
	return d.row()
}

// Remove deletes a row; see records.Store.
func (s *Store) Remove(ctx context.Context, kind, id string) error {
	_, err := s.rows.DeleteOne(ctx, bson.D{{Key: "_id", Value: kind + "/" + id}})
	return s.meaning(ctx, fmt.Sprintf("removing %s/%s", kind, id), err)
}

// Sweep deletes expired rows; see records.Store.
func (s *Store) Sweep(ctx context.Context, kind string, before time.Time) (int, error) {
	result, err := s.rows.DeleteMany(ctx, bson.D{{Key: "kind", Value: kind}, {Key: "expires", Value: bson.D{{Key: "$lt", Value: before}}}})
	if err != nil {
		return 0, s.meaning(ctx, "sweeping "+kind, err)
	}
	return int(result.DeletedCount), nil
}

func fromRow(r records.Row) row {
	d := row{
		Key: r.Kind + "/" + r.ID, Kind: r.Kind, ID: r.ID, Version: r.Version, Area: r.Area, State: r.State,
		Due: r.Due.String(), Terms: r.Terms, Body: document(r.Body),
	}
	for digits, level := range map[int]*string{6: &d.County, 9: &d.Township, 12: &d.Village} {
		if len(r.Area) >= digits {
			*level = r.Area[:digits]
		}
	}
	if !r.Expires.IsZero() {
		d.Expires = &r.Expires
	}
	return d
}

func (d row) row() (records.Row, error) {
	due, err := parseDay(d.Due)
	if err != nil {
		return records.Row{}, fmt.Errorf("reading %s: %w", d.Key, err)
	}
	r := records.Row{
		Kind: d.Kind, ID: d.ID, Version: d.Version, Area: d.Area, State: d.State, Due: due, Terms: d.Terms, Body: d.Body,
	}
	if d.Expires != nil {
		r.Expires = d.Expires.UTC()
	}
	return r, nil
}
