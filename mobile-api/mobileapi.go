// Package mobileapi is the parents' API under /mobile/v1: a guardian's own
// children, what is due and where, growth in plain words, what the doctor
// advised, and the way into a consult.
//
// It shows less than the record holds: nothing marked private, no staff-only
// facts, no other family's child. It writes nothing into a record.
package mobileapi

import (
	"context"
	"time"

	"tongjian/records"
	"tongjian/server/gate"
)

// App is what the handlers work with.
type App struct {
	Book   *records.Book
	Gate   *gate.Gate
	Ticket func(ctx context.Context, seat records.Seat, who records.Caller) (Ticket, error)
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

type byID struct {
	ID string `path:"id"`
}

func who(ctx context.Context) records.Caller { return gate.CallerOf(ctx) }
