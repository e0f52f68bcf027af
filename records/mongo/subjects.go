package mongo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tongjian/records"
)

// head is what listing subjects needs of a change; it stands in an index.
type head struct {
	Subject string `bson:"subject"`
	Version int    `bson:"version"`
}

var (
	onlyHead  = bson.D{{Key: "_id", Value: 0}, {Key: "subject", Value: 1}, {Key: "version", Value: 1}}
	bySubject = bson.D{{Key: "subject", Value: 1}, {Key: "version", Value: 1}}
)

// Subjects pages through the subjects; see records.Store. Every subject begins
// with version 1, so those changes name each subject once.
func (s *Store) Subjects(ctx context.Context, prefix, after string, limit int) ([]string, error) {
	if limit < 1 {
		return nil, fmt.Errorf("listing subjects: a page of %d", limit)
	}
	filter := bson.D{{Key: "version", Value: 1}, {Key: "subject", Value: bson.D{
		{Key: "$gt", Value: after}, {Key: "$gte", Value: prefix}, {Key: "$lt", Value: beyond(prefix)},
	}}}
	heads, err := find[head](ctx, s.changes, filter, options.Find().SetProjection(onlyHead).SetSort(bySubject).SetLimit(int64(limit)))
	if err != nil {
		return nil, s.meaning(ctx, "listing subjects", err)
	}
	list := []string{}
	for _, h := range heads {
		list = append(list, h.Subject)
	}
	return list, nil
}

// Changed gives the subjects with a change since an instant; see records.Store.
// The highest version is asked for by itself, because a node whose clock is
// slow may have dated it before the instant.
func (s *Store) Changed(ctx context.Context, since time.Time) ([]records.Head, error) {
	filter := bson.D{{Key: "at", Value: bson.D{{Key: "$gte", Value: since}}}}
	late, err := find[head](ctx, s.changes, filter, options.Find().SetProjection(onlyHead).SetSort(bySubject))
	if err != nil {
		return nil, s.meaning(ctx, "listing what changed", err)
	}
	late = slices.CompactFunc(late, func(a, b head) bool { return a.Subject == b.Subject })
	list := []records.Head{}
	for part := range slices.Chunk(late, 500) {
		heads, err := s.heads(ctx, part)
		if err != nil {
			return nil, s.meaning(ctx, "listing what changed", err)
		}
		list = append(list, heads...)
	}
	return list, nil
}

// heads gives the highest version of each subject, in order of subject.
func (s *Store) heads(ctx context.Context, of []head) ([]records.Head, error) {
	subjects := bson.A{}
	for _, h := range of {
		subjects = append(subjects, h.Subject)
	}
	filter := bson.D{{Key: "subject", Value: bson.D{{Key: "$in", Value: subjects}}}}
	all, err := find[head](ctx, s.changes, filter, options.Find().SetProjection(onlyHead).SetSort(bySubject))
	var list []records.Head
	for i, h := range all {
		if i+1 == len(all) || all[i+1].Subject != h.Subject {
			list = append(list, records.Head{Subject: h.Subject, Version: h.Version})
		}
	}
	return list, err
}

// beyond is greater than every subject that begins with prefix.
func beyond(prefix string) string { return prefix + "\U0010ffff" }
