// Package notice sends short texts to phones: a guardian's sign-in code, an
// invitation to a consult.
//
// A text goes to a file (the outbox of a demo or of a clinic without a
// gateway) or to an HTTP gateway. Neither the number nor the text is ever
// logged or put into an error.
package notice

import "context"

// Sender sends one text to one number in the form +8613800000000. It returns
// when the text was handed over, or with an error that names neither.
type Sender interface {
	Send(ctx context.Context, to, text string) error
}
