// Package clinic is the staff's API under /api/v1: what village doctors,
// township doctors, paediatricians, managers and administrators do.
//
// A handler decodes, asks records, and encodes. It decides nothing about who
// may see a child (records does), answers no error itself (the gate does) and
// keeps nothing.
package clinic

import (
	"context"
	"time"

	"tongjian/records"
	"tongjian/server/gate"
	"tongjian/server/notice"
)

// Desk is what the handlers work with.
type Desk struct {
	Book    *records.Book
	Gate    *gate.Gate
	Sender  notice.Sender
	Public  string // the service's public address, for links in messages
	Ticket  func(ctx context.Context, seat records.Seat, who records.Caller) (Ticket, error)
	Closing func(consult, reason string)    // ends the room of a consult
	Recheck func(ctx context.Context) error // takes out of the rooms who may not stay
	Now     func() time.Time
}

// Ticket lets one person into one room for the next minute.
type Ticket struct {
	Ticket  string    `json:"ticket" doc:"Goes into the first message of the WebSocket, never into a URL"`
	Room    string    `json:"room"`
	URL     string    `json:"url" doc:"WebSocket address"`
	Expires time.Time `json:"expires"`
}

// out wraps a body as huma wants it.
type out[T any] struct{ Body T }

func answer[T any](body T, err error) (*out[T], error) {
	if err != nil {
		return nil, err
	}
	return &out[T]{body}, nil
}

// list is a whole list in an answer.
type list[T any] struct {
	Items []T `json:"items"`
}

func answerList[T any](items []T, err error) (*out[list[T]], error) {
	if items == nil {
		items = []T{}
	}
	return answer(list[T]{items}, err)
}

// byID is the input of a route with one id.
type byID struct {
	ID string `path:"id"`
}

var (
	anyStaff = gate.Staff()
	carers   = gate.Staff(records.Village, records.Township, records.Paediatrician)
	listers  = gate.Staff(records.Village, records.Township, records.Paediatrician, records.Manager)
	leaders  = gate.Staff(records.Manager, records.Administrator)
)

// who is the caller as the gate found out.
func who(ctx context.Context) records.Caller { return gate.CallerOf(ctx) }
