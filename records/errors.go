package records

import (
	"errors"
	"fmt"
	"time"
)

// The few meanings that an error can have. Everything that leaves this
// package is one of them (errors.Is) or a fault of ours.
var (
	ErrNotFound        = errors.New("not found")
	ErrForbidden       = errors.New("not allowed")
	ErrConflict        = errors.New("conflict")
	ErrUnauthenticated = errors.New("not signed in")
	ErrUnavailable     = errors.New("the store does not answer")
)

// Invalid is bad input: which field, why in a word that the pages translate,
// and the same in a sentence. It never holds the value that was sent.
type Invalid struct {
	Field  string // path in the request, e.g. "birth" or "entries[0].weightKg"
	Code   string // e.g. "birth.future"
	Reason string // a sentence in English
}

func (e *Invalid) Error() string { return e.Field + ": " + e.Reason }

func invalid(field, code, reason string, args ...any) error {
	return &Invalid{Field: field, Code: code, Reason: fmt.Sprintf(reason, args...)}
}

// Conflict is a lost race or a clash of facts; Code says which. It is ErrConflict.
type Conflict struct {
	Code   string // e.g. "consult.taken"
	Reason string // a sentence in English
	Detail any    // what the caller may see of the other side, or nil
}

func (e *Conflict) Error() string { return e.Reason }

// Is tells errors.Is that a Conflict is ErrConflict.
func (e *Conflict) Is(target error) bool { return target == ErrConflict }

// TooMany asks the caller to come back after a while.
type TooMany struct {
	Code  string
	After time.Duration
}

func (e *TooMany) Error() string { return fmt.Sprintf("%s: try again in %s", e.Code, e.After) }
