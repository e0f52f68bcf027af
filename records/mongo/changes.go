package mongo

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tongjian/care"
	"tongjian/records"
)

// change is a records.Change as it stands in the database. Its _id is
// subject/version: that no two have one is what makes the insert a commit.
type change struct {
	ID      string    `bson:"_id"`
	Subject string    `bson:"subject"`
	Version int       `bson:"version"`
	At      time.Time `bson:"at"`
	Entries []entry   `bson:"entries"`
	Audit   []line    `bson:"audit"`
}

type entry struct {
	ID       string    `bson:"id"`
	Kind     string    `bson:"kind"`
	Day      string    `bson:"day,omitempty"`
	At       time.Time `bson:"at"`
	By       author    `bson:"by"`
	Area     string    `bson:"area,omitempty"`
	Body     document  `bson:"body"`
	Replaces string    `bson:"replaces,omitempty"`
	ClashOf  string    `bson:"clashOf,omitempty"`
}

type author struct {
	ID   string `bson:"id"`
	Name string `bson:"name"`
	Role string `bson:"role"`
}

type line struct {
	At      time.Time `bson:"at"`
	By      author    `bson:"by"`
	Action  string    `bson:"action"`
	Subject string    `bson:"subject"`
	Request string    `bson:"request,omitempty"`
	Address string    `bson:"address,omitempty"`
	Why     string    `bson:"why,omitempty"`
	Note    string    `bson:"note,omitempty"`
}

// Commit inserts a change; see records.Store.
func (s *Store) Commit(ctx context.Context, c records.Change) error {
	d := change{ID: fmt.Sprintf("%s/%d", c.Subject, c.Version), Subject: c.Subject, Version: c.Version, At: c.At, Entries: []entry{}, Audit: []line{}}
	for _, e := range c.Entries {
		d.Entries = append(d.Entries, fromEntry(e))
	}
	for _, l := range c.Audit {
		d.Audit = append(d.Audit, fromLine(l))
	}
	_, err := s.changes.InsertOne(ctx, d)
	if driver.IsDuplicateKeyError(err) {
		err = records.ErrConflict
	}
	return s.meaning(ctx, "committing "+d.ID, err)
}

// Changes gives the changes of a subject; see records.Store.
func (s *Store) Changes(ctx context.Context, subject string, after int) ([]records.Change, error) {
	list, err := find[change](ctx, s.changes, bson.D{{Key: "subject", Value: subject}, {Key: "version", Value: bson.D{{Key: "$gt", Value: after}}}},
		options.Find().SetSort(bson.D{{Key: "version", Value: 1}}))
	if err != nil {
		return nil, s.meaning(ctx, "reading the changes of "+subject, err)
	}
	changes := []records.Change{}
	for _, d := range list {
		c, err := d.change()
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", d.ID, err)
		}
		changes = append(changes, c)
	}
	return changes, nil
}

// find reads all that a filter finds.
func find[T any](ctx context.Context, in *driver.Collection, filter bson.D, how *options.FindOptionsBuilder) ([]T, error) {
	cursor, err := in.Find(ctx, filter, how.SetBatchSize(1000))
	if err != nil {
		return nil, err
	}
	list := []T{}
	return list, cursor.All(ctx, &list)
}

func (d change) change() (records.Change, error) {
	c := records.Change{Subject: d.Subject, Version: d.Version, At: d.At.UTC()}
	for _, e := range d.Entries {
		day, err := parseDay(e.Day)
		if err != nil {
			return c, err
		}
		c.Entries = append(c.Entries, records.Entry{
			ID: e.ID, Kind: records.Kind(e.Kind), Day: day, At: e.At.UTC(), By: e.By.author(), Area: e.Area,
			Body: json.RawMessage(e.Body), Replaces: e.Replaces, ClashOf: e.ClashOf,
		})
	}
	for _, l := range d.Audit {
		c.Audit = append(c.Audit, records.AuditLine{
			At: l.At.UTC(), By: l.By.author(), Action: l.Action, Subject: l.Subject,
			Request: l.Request, Address: l.Address, Why: l.Why, Note: l.Note,
		})
	}
	return c, nil
}

func fromEntry(e records.Entry) entry {
	body := document(e.Body)
	if body == nil {
		body = document("null")
	}
	return entry{
		ID: e.ID, Kind: string(e.Kind), Day: e.Day.String(), At: e.At, By: fromAuthor(e.By), Area: e.Area,
		Body: body, Replaces: e.Replaces, ClashOf: e.ClashOf,
	}
}

func fromLine(l records.AuditLine) line {
	return line{
		At: l.At, By: fromAuthor(l.By), Action: l.Action, Subject: l.Subject,
		Request: l.Request, Address: l.Address, Why: l.Why, Note: l.Note,
	}
}

func fromAuthor(a records.Author) author { return author{a.ID, a.Name, string(a.Role)} }

func (a author) author() records.Author {
	return records.Author{ID: a.ID, Name: a.Name, Role: records.Role(a.Role)}
}

// parseDay reads a day as it stands in the database, "" for none.
func parseDay(text string) (care.Day, error) {
	if text == "" {
		return 0, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a day: %w", text, err)
	}
	return care.DayAt(t, time.UTC), nil
}
