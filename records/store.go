package records

import (
	"context"
	"encoding/json"
	"time"

	"tongjian/care"
)

// Store is what records needs of a database: changes, which are the record
// itself and are only ever inserted, and rows, which are projections and small
// documents. Two stores keep it, held to one contract by records/storetest.
//
// Every method may return ErrUnavailable (wrapped) when the database does not
// answer, or the context's error.
type Store interface {
	// Commit inserts a change. It returns ErrConflict when the subject already
	// has a change of that version, and then nothing was written.
	Commit(ctx context.Context, c Change) error
	// Changes gives the changes of a subject with a version above after, in order of version.
	Changes(ctx context.Context, subject string, after int) ([]Change, error)
	// Subjects pages through the subjects that begin with prefix, in order, those after the one named.
	Subjects(ctx context.Context, prefix, after string, limit int) ([]string, error)
	// Changed gives the subjects that have a change written at an instant or later,
	// each with its highest version, in order of subject.
	Changed(ctx context.Context, since time.Time) ([]Head, error)

	// Save writes a row whose version is one more than the stored one (1 where
	// there is none). Otherwise it returns ErrConflict and writes nothing.
	Save(ctx context.Context, r Row) error
	// Project writes rows, leaving those alone of which the same or a newer version stands there.
	Project(ctx context.Context, rows ...Row) error
	// Row gives one row, or ErrNotFound.
	Row(ctx context.Context, kind, id string) (Row, error)
	// Rows gives the rows that a query asks for.
	Rows(ctx context.Context, q Query) ([]Row, error)
	// Remove deletes a row; it is no error when there is none.
	Remove(ctx context.Context, kind, id string) error
	// Sweep deletes the rows of a kind that expired before an instant and says how many.
	Sweep(ctx context.Context, kind string, before time.Time) (int, error)

	// Ping tells whether the database answers.
	Ping(ctx context.Context) error
	// Close lets go of the database. Nothing is lost that Commit or Save confirmed.
	Close() error
}

// Change is one commit to one subject: its entries together with the audit
// lines of who made them. Subject and Version are its identity.
type Change struct {
	Subject string      `json:"subject"` // "child/01J…", "consult/01J…"
	Version int         `json:"version"` // 1, 2, 3 …
	At      time.Time   `json:"at"`      // UTC, whole milliseconds
	Entries []Entry     `json:"entries"`
	Audit   []AuditLine `json:"audit"`
}

// Head is the newest version of a subject.
type Head struct {
	Subject string
	Version int
}

// Entry is one fact. It is never changed; a correction is a new entry that
// names the one it replaces.
type Entry struct {
	ID       string          `json:"id"`   // a ULID, made by the client where it works offline
	Kind     Kind            `json:"kind"` // what the body holds
	Day      care.Day        `json:"day,omitzero"`
	At       time.Time       `json:"at"` // when it was written down, UTC
	By       Author          `json:"by"`
	Area     string          `json:"area,omitempty"` // where it happened
	Body     json.RawMessage `json:"body"`
	Replaces string          `json:"replaces,omitempty"`
	ClashOf  string          `json:"clashOf,omitempty"` // the entry whose id was sent again with other content
}

// Author is who wrote an entry, as the person was called then.
type Author struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role Role   `json:"role"`
}

// AuditLine says who read or changed what, when, from where and why.
type AuditLine struct {
	At      time.Time `json:"at"`
	By      Author    `json:"by"`
	Action  string    `json:"action"` // "view", "list", "change", "open elsewhere" …
	Subject string    `json:"subject"`
	Request string    `json:"request,omitempty"`
	Address string    `json:"address,omitempty"`
	Why     string    `json:"why,omitempty"`
	Note    string    `json:"note,omitempty"` // kinds of entries added, fields changed; no values
}

// Row is a projection or a small document: found by kind and id, by a term, or
// listed by area and due day.
type Row struct {
	Kind    string    // "child", "consult", "person" …
	ID      string    // unique within the kind
	Version int       // of the change it was made from, or counted by Save
	Area    string    // the statistical division code, up to 12 digits, or ""
	State   string    // "active", "requested" …
	Due     care.Day  // what lists by day are ordered by; 0 stands last
	Terms   []string  // exact or prefix search
	Expires time.Time // zero: never; expired rows are given until they are swept
	Body    []byte    // a JSON object
}

// Query asks for rows of one kind, in order of ID, or of (Due, ID) with ByDue.
type Query struct {
	Kind   string
	Area   string   // 0, 6, 9 or 12 digits: nowhere, county, township, village
	State  string   // "" for any
	Term   string   // "" for any
	Prefix bool     // the term is the beginning of one
	ByDue  bool     // only rows with a Due day, the earliest first
	DueBy  care.Day // with ByDue: not later than this; 0 for any
	After  Cursor   // the last row of the page before
	Limit  int      // 1-1000
}

// Cursor is the place of a row in the order of a query.
type Cursor struct {
	Due care.Day
	ID  string
}
