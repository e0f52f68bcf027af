package gate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"tongjian/records"
)

// cacheLife is how old what we know of a session may be. With the time of one
// read it stays under the five seconds in which an ended access must be seen.
const cacheLife = 4 * time.Second

// sessions remembers for a moment who stands behind a session, and whom to
// tell when it ends.
type sessions struct {
	mu      sync.Mutex // guards what follows
	known   map[string]knowledge
	watched map[string]map[*context.CancelCauseFunc]struct{}
	hooks   []func(session, person string)
}

type knowledge struct {
	visitor visitor
	err     error // a refusal
	until   time.Time
}

// visitor gives who stands behind a session, at most cacheLife old.
func (g *Gate) visitor(ctx context.Context, id string) (visitor, error) {
	now := g.now()
	g.sessions.mu.Lock()
	k, ok := g.sessions.known[id]
	g.sessions.mu.Unlock()
	if ok && now.Before(k.until) {
		return k.visitor, k.err
	}
	v, err := g.lookUp(ctx, id)
	if err != nil && !errors.Is(err, records.ErrUnauthenticated) {
		return visitor{}, err
	}
	g.sessions.remember(id, knowledge{v, err, now.Add(cacheLife)}, now)
	return v, err
}

// lookUp reads a session and its person or guardian from the store. With a
// refusal it still gives whose session it was.
func (g *Gate) lookUp(ctx context.Context, id string) (visitor, error) {
	s, _, err := read[session](ctx, g, sessionKind, id)
	v := visitor{Caller: records.Caller{ID: s.Who}, session: id, subject: s.Subject}
	if errors.Is(err, records.ErrNotFound) || err == nil && s.Ended {
		return v, errEnded
	}
	if err != nil {
		return v, err
	}
	if s.Kind == staffKind {
		v.Caller, err = g.staffCaller(ctx, s.Who)
	} else {
		v.Caller, err = g.familyCaller(ctx, s.Who)
	}
	return v, err
}

func (g *Gate) staffCaller(ctx context.Context, id string) (records.Caller, error) {
	p, _, err := read[records.Person](ctx, g, personKind, id)
	if errors.Is(err, records.ErrNotFound) || err == nil && p.Ended {
		return records.Caller{ID: id}, errEnded
	}
	return records.Caller{ID: p.ID, Name: p.Name, Role: p.Role, Areas: p.Areas, Clinic: p.Clinic}, err
}

func (g *Gate) familyCaller(ctx context.Context, phone string) (records.Caller, error) {
	a, _, err := read[account](ctx, g, guardianKind, phone)
	if errors.Is(err, records.ErrNotFound) || err == nil && a.State == Ended {
		return records.Caller{ID: phone}, errEnded
	}
	return records.Caller{ID: phone, Role: records.Guardian, Phone: phone}, err
}

// kind is the audience that the visitor's tokens must name.
func (v visitor) kind() string {
	if v.Role == records.Guardian {
		return familyKind
	}
	return staffKind
}

func (s *sessions) remember(id string, k knowledge, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[string]knowledge{}
	}
	if len(s.known) >= 4096 {
		for id, old := range s.known {
			if !now.Before(old.until) {
				delete(s.known, id)
			}
		}
	}
	s.known[id] = k
}

// Revoked has f called with each session that ends before its time and with
// its person's id (a guardian's is the phone), so that sockets can be closed.
// It is for sessions that end here, and for those watched that end elsewhere.
func (g *Gate) Revoked(f func(session, person string)) {
	g.sessions.mu.Lock()
	defer g.sessions.mu.Unlock()
	g.sessions.hooks = append(g.sessions.hooks, f)
}

// Watch gives a context that ends, within five seconds, when the session does
// (its cause is records.ErrUnauthenticated), or when the gate closes.
func (g *Gate) Watch(ctx context.Context, session string) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	s := &g.sessions
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.watched == nil {
		s.watched = map[string]map[*context.CancelCauseFunc]struct{}{}
	}
	if s.watched[session] == nil {
		s.watched[session] = map[*context.CancelCauseFunc]struct{}{}
	}
	s.watched[session][&cancel] = struct{}{}
	return ctx, func() {
		cancel(nil)
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watched[session], &cancel)
		if len(s.watched[session]) == 0 {
			delete(s.watched, session)
		}
	}
}

// ended forgets a session, ends what hangs on it and tells those who asked.
func (s *sessions) ended(id, who string) {
	s.mu.Lock()
	delete(s.known, id)
	for cancel := range s.watched[id] {
		(*cancel)(errEnded)
	}
	delete(s.watched, id)
	hooks := s.hooks
	s.mu.Unlock()
	for _, f := range hooks {
		f(id, who)
	}
}

// open lists the watched sessions.
func (s *sessions) open() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.watched))
}

// watch asks the store every two seconds about the sessions that a stream or
// socket hangs on, and sweeps what has expired. Close ends it.
func (g *Gate) watch() {
	defer close(g.idle)
	look, sweep := time.NewTicker(2*time.Second), time.NewTicker(15*time.Minute)
	defer look.Stop()
	defer sweep.Stop()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for {
		select {
		case <-g.quit:
			for _, id := range g.sessions.open() {
				g.sessions.drop(id)
			}
			return
		case <-look.C:
			g.look(ctx)
		case <-sweep.C:
			if err := g.Sweep(ctx); err != nil {
				g.log.Error("sweeping", "error", scrubbed(err))
			}
		}
	}
}

func (g *Gate) look(ctx context.Context) {
	for _, id := range g.sessions.open() {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		v, err := g.lookUp(ctx, id)
		cancel()
		if errors.Is(err, records.ErrUnauthenticated) {
			g.sessions.ended(id, v.ID)
		}
	}
}

// drop ends what hangs on a session that goes on elsewhere.
func (s *sessions) drop(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for cancel := range s.watched[id] {
		(*cancel)(context.Canceled)
	}
	delete(s.watched, id)
}

// Sweep deletes sessions, codes and limits that have expired. The gate does it
// by itself every quarter of an hour.
func (g *Gate) Sweep(ctx context.Context) error {
	if g.store == nil {
		return nil
	}
	for _, kind := range []string{sessionKind, codeKind, limitKind} {
		if _, err := g.store.Sweep(ctx, kind, g.now()); err != nil {
			return fmt.Errorf("sweeping %ss: %w", kind, err)
		}
	}
	return nil
}
