package records

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"

	"tongjian/care"
	"tongjian/care/immunization"
	"tongjian/care/wellchild"
)

// Book is the record of all children. It is safe for many callers at once.
type Book struct {
	store    Store
	keys     *Keys
	rules    Rules
	schedule *immunization.Schedule
	now      func() time.Time
	zone     *time.Location
	areas    cache[[]Area]
	trail    *trail
	hub      hub
}

// Options are what a Book may be opened with. The zero value is for production.
type Options struct {
	Now   func() time.Time // nil: the clock
	Zone  *time.Location   // nil: Asia/Shanghai
	Node  string           // names this process in the audit; "": made at random
	Head  string           // file outside the store that holds the audit chain's end; "": none
	Rules Rules            // the county's choices among the rules of care
}

// Open gives the Book over a store. It repairs what a crash left half done
// and starts writing the audit; Close ends that, not the store.
func Open(ctx context.Context, store Store, keys *Keys, o Options) (*Book, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Zone == nil {
		o.Zone = time.FixedZone("Asia/Shanghai", 8*3600) // no summer time since 1992; days before are kept as days
	}
	if o.Node == "" {
		o.Node = ulid.Make().String()
	}
	if o.Rules.Visits == (wellchild.Settings{}) {
		o.Rules.Visits = wellchild.Defaults()
	}
	b := &Book{store: store, keys: keys, rules: o.Rules, schedule: immunization.China(o.Rules.Vaccines), now: o.Now, zone: o.Zone}
	b.trail = startTrail(store, keys, o.Node, o.Head)
	if err := b.heal(ctx); err != nil {
		b.trail.close()
		return nil, err
	}
	return b, nil
}

// Close writes what is left of the audit and ends the event streams.
func (b *Book) Close() {
	b.hub.close()
	b.trail.close()
}

// Today is the calendar day in the Book's zone.
func (b *Book) Today() care.Day { return care.DayAt(b.now(), b.zone) }

// Ready tells whether the store answers and the end of the audit can be kept.
func (b *Book) Ready(ctx context.Context) error {
	return errors.Join(b.store.Ping(ctx), b.trail.ready())
}

// instant is now as it is stored: UTC, whole milliseconds.
func (b *Book) instant() time.Time { return b.now().UTC().Truncate(time.Millisecond) }

// commit writes entries as the next change of a subject. With stated >= 0 the
// caller saw that version, and a lost race is ErrConflict; with -1 entries is
// asked again with the subject's newest state until the change is in.
// entries returns nil to say that there is nothing left to write.
func (b *Book) commit(ctx context.Context, who Caller, subject string, stated int, entries func([]Change) ([]Entry, error)) ([]Change, error) {
	past, err := b.store.Changes(ctx, subject, 0)
	for try := 0; ; try++ {
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", subject, err)
		}
		if stated >= 0 && stated != len(past) {
			return past, &Conflict{Code: "version", Reason: "somebody else changed this in the meantime"}
		}
		var list []Entry
		if list, err = entries(past); err != nil || len(list) == 0 {
			return past, err
		}
		next := b.change(who, subject, len(past)+1, list)
		err = b.store.Commit(ctx, next)
		if err == nil {
			return append(past, next), b.auditLines(ctx, next.Audit)
		}
		if !errors.Is(err, ErrConflict) || stated >= 0 && try > 0 {
			return nil, fmt.Errorf("adding to %s: %w", subject, err)
		}
		if try > 2 { // many writers at one subject: let one of them through
			time.Sleep(rand.N(time.Duration(min(try, 20)) * time.Millisecond))
		}
		var more []Change
		more, err = b.store.Changes(ctx, subject, len(past))
		past = append(past, more...)
	}
}

func (b *Book) change(who Caller, subject string, version int, entries []Entry) Change {
	at := b.instant()
	kinds := ""
	for i := range entries {
		entries[i].At, entries[i].By = at, who.Author()
		if i > 0 {
			kinds += " "
		}
		kinds += string(entries[i].Kind)
	}
	line := AuditLine{At: at, By: who.Author(), Action: "change", Subject: subject, Request: who.Request, Address: who.Address, Note: kinds}
	return Change{Subject: subject, Version: version, At: at, Entries: entries, Audit: []AuditLine{line}}
}

// NewID makes an id for something that starts here.
func NewID() string { return ulid.Make().String() }

// cleanID checks an id that a client made.
func cleanID(field, id string) (string, error) {
	u, err := ulid.ParseStrict(id)
	if err != nil {
		return "", invalid(field, "id.form", "an id made by the client is a ULID")
	}
	return u.String(), nil
}

// cache keeps a small list that seldom changes, for a few seconds.
type cache[T any] struct {
	mu    sync.Mutex
	value T
	until time.Time
}

func (c *cache[T]) get(read func() (T, error)) (T, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Now().Before(c.until) {
		return c.value, nil
	}
	v, err := read()
	if err == nil {
		c.value, c.until = v, time.Now().Add(5*time.Second)
	}
	return v, err
}

func (c *cache[T]) forget() {
	c.mu.Lock()
	c.until = time.Time{}
	c.mu.Unlock()
}
