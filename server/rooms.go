package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"tongjian/records"
	"tongjian/server/clinic"
	"tongjian/server/gate"
	"tongjian/signaling"
	"tongjian/signaling/sfu"
)

// roomFor is how many people a consult's room holds. Who asked and who took it
// always find a place: the others leave theirs free.
const roomFor = 5

// place is somebody's right to sit in a room: first a ticket, then a stay.
type place struct {
	room, person string
	who          records.Caller
	session      string    // the sign-in that asked for the ticket
	until        time.Time // so long a place is kept that nobody sits on
	stays        int       // how often the person sits there: two for a moment when one stay replaces another
}

// rooms joins signalling with the record: tickets for seats, and what happened
// in a room as steps of its consult.
type rooms struct {
	book    *records.Book
	server  *signaling.Server
	tickets *signaling.Tickets
	url     string
	now     func() time.Time

	mu     sync.Mutex                   // guards what follows
	issued map[string]*place            // ticket: whose it is, until it is used or too old
	seated map[string]map[string]*place // room, person: who was admitted
}

func openRooms(c Config, book *records.Book, keys *gate.Keys) (*rooms, error) {
	kid, key := keys.Signer()
	r := &rooms{book: book, tickets: signaling.NewTickets(c.PublicURL, kid, key), now: time.Now,
		issued: map[string]*place{}, seated: map[string]map[string]*place{}}
	u, err := url.Parse(c.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("reading PUBLIC_URL: %w", err)
	}
	r.url = strings.Replace(u.Scheme, "http", "ws", 1) + "://" + u.Host + "/ws"
	media := sfu.Config{UDP: c.MediaUDP, TCP: c.MediaTCP, PublicIP: c.PublicIP, Unmetered: loopback(c.MediaUDP)}
	r.server, err = signaling.New(signaling.Config{Media: media, Origins: []string{u.Host}}, signaling.Hooks{
		Admit: r.admit, Joined: r.joined, Left: r.left, Said: r.said,
	})
	if err != nil {
		return nil, fmt.Errorf("opening the media ports: %w", err)
	}
	return r, nil
}

// ticket gives a seat its ticket for the next minute. It ends with the
// session that asked for it.
func (r *rooms) ticket(ctx context.Context, seat records.Seat, who records.Caller) (clinic.Ticket, error) {
	text, err := r.tickets.Issue(signaling.Grant{Room: seat.Consult.ID, Person: seat.Person, Name: seat.Name, Role: string(seat.Role), MaxPeers: roomFor, CanPublish: true})
	if err != nil {
		return clinic.Ticket{}, fmt.Errorf("making a ticket: %w", err)
	}
	who.Name = seat.Name
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sweep()
	r.issued[text] = &place{room: seat.Consult.ID, person: seat.Person, who: who, session: gate.SessionOf(ctx), until: r.now().Add(2 * signaling.TicketLife)}
	return clinic.Ticket{Ticket: text, Room: seat.Consult.ID, URL: r.url, Expires: r.now().Add(signaling.TicketLife)}, nil
}

// sweep forgets tickets and places that nobody used in time. The lock is held.
func (r *rooms) sweep() {
	now := r.now()
	for text, p := range r.issued {
		if now.After(p.until) {
			delete(r.issued, text)
		}
	}
	for room, people := range r.seated {
		for person, p := range people {
			if p.stays == 0 && now.After(p.until) {
				delete(people, person)
			}
		}
		if len(people) == 0 {
			delete(r.seated, room)
		}
	}
}

// admit checks a ticket and asks the record again: since it was given out the
// consult may be over, the invitation revoked, the session ended.
func (r *rooms) admit(ctx context.Context, ticket, room string) (signaling.Grant, error) {
	g, err := r.tickets.Admit(ctx, ticket, room)
	if err != nil {
		return signaling.Grant{}, err
	}
	r.mu.Lock()
	p := r.issued[ticket]
	r.mu.Unlock()
	if p == nil { // its session has ended, or the service began anew; the page asks for another
		return signaling.Grant{}, signaling.ErrTicketLate
	}
	seat, err := r.book.SeatStill(ctx, p.who, g.Room, g.Person)
	if err != nil {
		return signaling.Grant{}, refusal(err)
	}
	g.MaxPeers = roomFor - r.missing(seat.Consult, g.Person)
	if !r.seat(ticket) {
		return signaling.Grant{}, signaling.ErrTicketLate
	}
	return g, nil
}

// refusal is what the door says to what the record said.
func refusal(err error) error {
	if errors.Is(err, records.ErrNotFound) || errors.Is(err, records.ErrForbidden) || errors.Is(err, records.ErrConflict) {
		return signaling.ErrRefused
	}
	return err
}

// missing counts those of who asked and who took a consult who are neither in
// its room nor the one that stands at its door.
func (r *rooms) missing(c records.Consult, person string) int {
	needed := []string{c.AskedBy.ID}
	if c.TakenBy != nil && c.TakenBy.ID != c.AskedBy.ID {
		needed = append(needed, c.TakenBy.ID)
	}
	in := r.server.People(c.ID)
	return len(slices.DeleteFunc(needed, func(id string) bool { return id == person || slices.Contains(in, id) }))
}

// seat turns a ticket into a place, in the stead of the person's earlier one.
func (r *rooms) seat(ticket string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.issued[ticket]
	if p == nil {
		return false
	}
	delete(r.issued, ticket)
	people := r.seated[p.room]
	if people == nil {
		people = map[string]*place{}
		r.seated[p.room] = people
	}
	if old := people[p.person]; old != nil {
		p.stays = old.stays
	}
	p.until = r.now().Add(signaling.TicketLife)
	people[p.person] = p
	return true
}

func (r *rooms) who(room, person string) (records.Caller, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.seated[room][person]; p != nil {
		return p.who, true
	}
	return records.Caller{}, false
}

// count adds to how often a person sits in a room. It tells false for who has no place there.
func (r *rooms) count(room, person string, by int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.seated[room][person]
	if p == nil || p.stays+by < 0 {
		return false
	}
	p.stays += by
	return true
}

// joined writes down who came in. It asks once more: what ended between the
// door and the seat could not be taken out of the room yet.
func (r *rooms) joined(g signaling.Grant, _ time.Time) {
	ctx := context.Background()
	who, ok := r.who(g.Room, g.Person)
	if !ok {
		r.server.Kick(g.Room, g.Person)
		return
	}
	if _, err := r.book.SeatStill(ctx, who, g.Room, g.Person); err != nil && refusal(err) == signaling.ErrRefused {
		r.server.Kick(g.Room, g.Person)
		return
	}
	r.count(g.Room, g.Person, 1)
	r.wrong("writing down who joined", g.Room, r.book.Joined(ctx, who, g.Room, len(r.server.People(g.Room))))
}

// left writes down who went. Their place is kept until then, whoever else has gone.
func (r *rooms) left(g signaling.Grant, _ time.Time) {
	who, ok := r.who(g.Room, g.Person)
	if !ok || !r.count(g.Room, g.Person, -1) {
		return // never wholly in
	}
	r.wrong("writing down who left", g.Room, r.book.Left(context.Background(), who, g.Room))
}

func (r *rooms) said(ctx context.Context, room string, m signaling.Message) error {
	who, ok := r.who(room, m.Person)
	if !ok {
		return fmt.Errorf("keeping a chat line: %w", records.ErrForbidden)
	}
	return r.book.Say(ctx, who, room, m.ID, m.Text)
}

func (r *rooms) wrong(doing, room string, err error) {
	if err != nil {
		slog.Error(doing, "consult", room, "err", err)
	}
}

// close ends the room of a consult.
func (r *rooms) close(consult, _ string) { r.server.CloseRoom(consult) }

// revoked takes whoever sits by a session that ended out of their rooms, and
// makes its tickets void. The same person's other sign-ins are left alone.
func (r *rooms) revoked(session, _ string) {
	r.mu.Lock()
	for text, p := range r.issued {
		if p.session == session {
			delete(r.issued, text)
		}
	}
	out := r.places(func(p *place) bool { return p.session == session })
	r.mu.Unlock()
	for _, p := range out {
		r.server.Kick(p.room, p.person)
	}
}

// check asks the record again about everybody who sits in a room and takes out
// who may not stay: after an invitation, a guardian or an access has ended.
func (r *rooms) check(ctx context.Context) error {
	r.mu.Lock()
	all := r.places(func(*place) bool { return true })
	r.mu.Unlock()
	var faults error
	for _, p := range all {
		if _, err := r.book.SeatStill(ctx, p.who, p.room, p.person); err == nil {
			continue
		} else if refusal(err) == signaling.ErrRefused {
			r.server.Kick(p.room, p.person)
		} else {
			faults = errors.Join(faults, fmt.Errorf("asking who may stay in a room: %w", err))
		}
	}
	return faults
}

// places gives the places that a rule picks. The lock is held.
func (r *rooms) places(pick func(*place) bool) []*place {
	var out []*place
	for _, people := range r.seated {
		for _, p := range people {
			if pick(p) {
				out = append(out, p)
			}
		}
	}
	return out
}
