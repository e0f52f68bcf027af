// Package mongo keeps the record in MongoDB, a replica set or a sharded
// cluster: the store of a county.
//
// Changes and rows are two collections. Bodies are documents, not text, so that
// an operator can read and search them in mongosh; only the letters of a key
// that MongoDB reserves are written otherwise (see key). A write is confirmed
// by the majority, on disk. Inserting under a unique _id is the commit; there
// are no transactions, and nothing but plain operators.
//
// It will not expire rows by itself (Sweep does, for both stores alike), start
// a server, or wait for one that is away: every call answers within seconds,
// with ErrUnavailable, and the next one tries again.
package mongo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"

	"tongjian/records"
)

// Store is a records.Store in one database. Open makes it, Close ends it.
type Store struct {
	client  *driver.Client
	changes *driver.Collection
	rows    *driver.Collection
	closed  atomic.Bool
}

var _ records.Store = (*Store)(nil)

// How long a call may take when its context allows more, and how much of that a
// server may take to be found. The URI can say otherwise (timeoutMS,
// serverSelectionTimeoutMS, connectTimeoutMS).
const (
	callTime    = 10 * time.Second
	searchTime  = 3 * time.Second
	connectTime = 3 * time.Second
	indexTime   = 10 * time.Minute // of Open alone, when a release brings a new index to old data
)

// Open connects to the server and makes the indexes. It fails within seconds
// when no server answers, or answers as primary; the message names the hosts
// and never the password. A server that goes away later is found again.
func Open(ctx context.Context, uri, db string) (*Store, error) {
	settings := options.Client().SetTimeout(callTime).SetServerSelectionTimeout(searchTime).SetConnectTimeout(connectTime)
	settings.SetAppName("tongjian").ApplyURI(uri)
	settings.SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: new(true)})
	settings.SetReadPreference(readpref.Primary())
	if err := settings.Validate(); err != nil {
		return nil, errors.New("the MongoDB address is not of the form mongodb://user:password@host:port/?options")
	}
	client, err := driver.Connect(settings)
	if err != nil {
		return nil, fmt.Errorf("connecting to MongoDB at %s: %w", strings.Join(settings.Hosts, ", "), err)
	}
	s := &Store{client: client, changes: client.Database(db).Collection("changes"), rows: client.Database(db).Collection("rows")}
	if err := s.begin(ctx); err != nil {
		s.Close()
		return nil, fmt.Errorf("MongoDB at %s: %w", strings.Join(settings.Hosts, ", "), err)
	}
	return s, nil
}

func (s *Store) begin(ctx context.Context) error {
	if err := s.Ping(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, indexTime)
	defer cancel()
	return s.index(ctx)
}

// Ping tells whether a server answers that takes writes.
func (s *Store) Ping(ctx context.Context) error {
	return s.meaning(ctx, "asking whether the server answers", s.client.Ping(ctx, readpref.Primary()))
}

// Close ends the connections. Closing twice is no error.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), callTime)
	defer cancel()
	return s.client.Disconnect(ctx)
}
