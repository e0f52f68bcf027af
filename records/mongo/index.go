package mongo

import (
	"context"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// The indexes, by the name that the server gives each. Lists are read in the
// order of one, by id or by due day, at each level of an area; behind the terms
// stands the area too.
var (
	indexesOfChanges = []index{
		{"subject", "version"},
		{"at", "subject"},
	}
	indexesOfRows = []index{
		{"kind", "id"},
		{"kind", "due", "id"},
		{"kind", "county", "id"},
		{"kind", "county", "due", "id"},
		{"kind", "township", "id"},
		{"kind", "township", "due", "id"},
		{"kind", "village", "id"},
		{"kind", "village", "due", "id"},
		{"kind", "terms", "area", "id"},
		{"kind", "expires"},
	}
)

// index is the fields of an index, all of them rising.
type index []string

func (x index) keys() (d bson.D) {
	for _, field := range x {
		d = append(d, bson.E{Key: field, Value: 1})
	}
	return d
}

func (x index) name() (name string) {
	for i, field := range x {
		if i > 0 {
			name += "_"
		}
		name += field + "_1"
	}
	return name
}

// index makes the indexes that are missing.
func (s *Store) index(ctx context.Context) error {
	if err := makeIndexes(ctx, s.changes, indexesOfChanges); err != nil {
		return s.meaning(ctx, "making the indexes of changes", err)
	}
	return s.meaning(ctx, "making the indexes of rows", makeIndexes(ctx, s.rows, indexesOfRows))
}

// makeIndexes asks first what is there: FerretDB 1.24 drops the connection when
// it is asked for several indexes of which one exists.
func makeIndexes(ctx context.Context, of *driver.Collection, wanted []index) error {
	there, err := of.Indexes().ListSpecifications(ctx)
	if err != nil {
		return fmt.Errorf("listing indexes: %w", err)
	}
	var missing []driver.IndexModel
	for _, x := range wanted {
		if !slices.ContainsFunc(there, func(old driver.IndexSpecification) bool { return old.Name == x.name() }) {
			missing = append(missing, driver.IndexModel{Keys: x.keys(), Options: options.Index().SetName(x.name())})
		}
	}
	if len(missing) == 0 {
		return nil
	}
	_, err = of.Indexes().CreateMany(ctx, missing)
	return err
}
