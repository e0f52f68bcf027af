package signaling

import "github.com/coder/websocket"

// Refusal is an error that the page is told by its code (docs/protocol.md
// section 6). Hooks.Admit answers with one of the codes of 4003.
type Refusal struct {
	Code string // e.g. "ticket-used"
	Text string // for a developer's eyes; pages translate the code
}

// Error gives the code and the text.
func (r *Refusal) Error() string { return r.Code + ": " + r.Text }

// The refusals of a ticket.
var (
	ErrTicketBad  = &Refusal{"ticket-bad", "not a ticket of this service"}
	ErrTicketUsed = &Refusal{"ticket-used", "this ticket was used before"}
	ErrTicketLate = &Refusal{"ticket-late", "this ticket is too old"}
	ErrTicketRoom = &Refusal{"ticket-room", "this ticket is for another room"}
	ErrRefused    = &Refusal{"refused", "the consult does not admit this person now"}
)

// What else is said to a page.
var (
	errMessage = &Refusal{"bad-message", "not a message of the protocol"}
	errHello   = &Refusal{"no-hello", "the first message must be hello"}
	errGone    = &Refusal{"gone", "this session is over"}
	errFull    = &Refusal{"full", "the room has all its people"}
	errOffer   = &Refusal{"bad-offer", "the offer cannot be answered"}
	errFlood   = &Refusal{"flood", "too many messages"}
	errSlow    = &Refusal{"slow", "messages were not read"}
	errServer  = &Refusal{"server", "a fault of the service"}

	errNotSaved = &Refusal{"not-saved", "the chat line could not be kept"}
	errTooFast  = &Refusal{"too-fast", "too many chat lines"}
	errTaken    = &Refusal{"screen-taken", "another screen is shared"}
	errDenied   = &Refusal{"denied", "this person may not do that"}
	errNoSlot   = &Refusal{"no-such-slot", "no slot with that mid"}
)

// closeCodes gives the close code of each fatal error; what is not in it is not fatal.
var closeCodes = map[string]websocket.StatusCode{
	"bad-message": 4000,
	"no-hello":    4001,
	"ticket-bad":  4003, "ticket-used": 4003, "ticket-late": 4003, "ticket-room": 4003, "refused": 4003,
	"gone":      4004,
	"full":      4005,
	"bad-offer": 4006,
	"flood":     4008,
	"slow":      4013,
	"server":    websocket.StatusInternalError,
}

// farewell is a reason of `bye` and the close code that follows it.
type farewell struct {
	reason string
	code   websocket.StatusCode
}

var (
	byeShutdown = farewell{"shutdown", websocket.StatusGoingAway}
	byeReplaced = farewell{"replaced", 4009}
	byeEnded    = farewell{"ended", 4010}
	byeRemoved  = farewell{"removed", 4011}
	byeExpired  = farewell{"expired", 4012}
)

// codeSilent closes a socket on which nothing was heard.
const codeSilent websocket.StatusCode = 4014
