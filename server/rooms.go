package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"tongjian/records"
	"tongjian/server/clinic"
	"tongjian/server/gate"
	"tongjian/signaling"
	"tongjian/signaling/sfu"
)

// rooms joins signalling with the record: tickets for seats, and what happened
// in a room as steps of its consult.
type rooms struct {
	book    *records.Book
	server  *signaling.Server
	tickets *signaling.Tickets
	url     string
	mu      sync.Mutex                           // guards seated
	seated  map[string]map[string]records.Caller // room, person: who holds a ticket or sits there
}

func openRooms(c Config, book *records.Book, keys *gate.Keys) (*rooms, error) {
	kid, key := keys.Signer()
	r := &rooms{book: book, tickets: signaling.NewTickets(c.PublicURL, kid, key), seated: map[string]map[string]records.Caller{}}
	u, err := url.Parse(c.PublicURL)
	if err != nil {
		return nil, fmt.Errorf("reading PUBLIC_URL: %w", err)
	}
	r.url = strings.Replace(u.Scheme, "http", "ws", 1) + "://" + u.Host + "/ws"
	media := sfu.Config{UDP: c.MediaUDP, TCP: c.MediaTCP, PublicIP: c.PublicIP}
	r.server, err = signaling.New(signaling.Config{Media: media, Origins: []string{u.Host}}, signaling.Hooks{
		Admit: r.tickets.Admit, Joined: r.joined, Left: r.left, Said: r.said,
	})
	if err != nil {
		return nil, fmt.Errorf("opening the media ports: %w", err)
	}
	return r, nil
}

// ticket gives a seat its ticket for the next minute.
func (r *rooms) ticket(seat records.Seat, who records.Caller) (clinic.Ticket, error) {
	text, err := r.tickets.Issue(signaling.Grant{Room: seat.Consult.ID, Person: seat.Person, Name: seat.Name, Role: string(seat.Role), MaxPeers: 5, CanPublish: true})
	if err != nil {
		return clinic.Ticket{}, fmt.Errorf("making a ticket: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	room := r.seated[seat.Consult.ID]
	if room == nil {
		room = map[string]records.Caller{}
		r.seated[seat.Consult.ID] = room
	}
	who.Name = seat.Name
	room[seat.Person] = who
	return clinic.Ticket{Ticket: text, Room: seat.Consult.ID, URL: r.url, Expires: time.Now().Add(signaling.TicketLife)}, nil
}

func (r *rooms) who(room, person string) records.Caller {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seated[room][person]
}

func (r *rooms) joined(g signaling.Grant, _ time.Time) {
	err := r.book.Joined(context.Background(), r.who(g.Room, g.Person), g.Room, len(r.server.People(g.Room)))
	r.wrong("writing down who joined", g.Room, err)
}

func (r *rooms) left(g signaling.Grant, _ time.Time) {
	err := r.book.Left(context.Background(), r.who(g.Room, g.Person), g.Room)
	r.wrong("writing down who left", g.Room, err)
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.server.People(g.Room)) == 0 {
		delete(r.seated, g.Room)
	}
}

func (r *rooms) said(ctx context.Context, room string, m signaling.Message) error {
	return r.book.Say(ctx, r.who(room, m.Person), room, m.ID, m.Text)
}

func (r *rooms) wrong(doing, room string, err error) {
	if err != nil {
		slog.Error(doing, "consult", room, "err", err)
	}
}

// close ends the room of a consult.
func (r *rooms) close(consult, _ string) { r.server.CloseRoom(consult) }

// revoked takes somebody whose session ended out of every room.
func (r *rooms) revoked(_, person string) {
	r.mu.Lock()
	var out [][2]string
	for room, people := range r.seated {
		for seat, who := range people {
			if who.ID == person {
				out = append(out, [2]string{room, seat})
			}
		}
	}
	r.mu.Unlock()
	for _, o := range out {
		r.server.Kick(o[0], o[1])
	}
}
