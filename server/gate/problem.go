package gate

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"tongjian/records"
)

// Problem is the answer to everything that went wrong, as RFC 9457 has it
// (application/problem+json; type is about:blank). Code is the word that pages
// translate.
type Problem struct {
	Title   string  `json:"title" doc:"The status in words"`
	Status  int     `json:"status" doc:"HTTP status"`
	Code    string  `json:"code" doc:"What went wrong, in a word that the pages translate, e.g. birth.future"`
	Detail  string  `json:"detail,omitempty" doc:"The same in an English sentence"`
	Request string  `json:"request,omitempty" doc:"Request id, to be told when asking for help"`
	Errors  []Wrong `json:"errors,omitempty" doc:"With 422: every field that is wrong"`
	Other   any     `json:"other,omitempty" doc:"With 409: what the caller may see of the other side"`

	after time.Duration // Retry-After
	cause error         // logged with a 5xx, never shown
}

// Wrong is one wrong field of a request. It never holds the value that was sent.
type Wrong struct {
	Location string `json:"location" doc:"e.g. body.birth, query.limit, path.id"`
	Code     string `json:"code"`
	Message  string `json:"message"`
}

// Error is the problem's code and sentence.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus is the HTTP status, for huma.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders gives Retry-After where the caller should come back, for huma.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if p.after > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(p.after.Seconds()))))
	}
	return h
}

// ContentType is that of RFC 9457, for huma.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func problem(status int, code, detail string) *Problem {
	return &Problem{Title: http.StatusText(status), Status: status, Code: code, Detail: detail}
}

func tooLarge() *Problem {
	return problem(http.StatusRequestEntityTooLarge, "body.large", "a request carries at most 1 MiB")
}

// refusal is a sign-in that was refused, with the word for it.
type refusal struct{ code, reason string }

func (r *refusal) Error() string { return r.reason }

// Is tells errors.Is that a refusal is records.ErrUnauthenticated.
func (r *refusal) Is(target error) bool { return target == records.ErrUnauthenticated }

// retryAfter is how long a caller waits when the store does not answer.
const retryAfter = 5 * time.Second

// problemOf is the one place that turns an error into an answer. locate tells
// where a field named by records stands in the request.
func problemOf(err error, locate func(field string) string) *Problem {
	var (
		p        *Problem
		invalid  *records.Invalid
		conflict *records.Conflict
		many     *records.TooMany
		refused  *refusal
		status   huma.StatusError
		large    *http.MaxBytesError
	)
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &invalid):
		p = problem(http.StatusUnprocessableEntity, invalid.Code, invalid.Reason)
		p.Errors = []Wrong{{Location: locate(invalid.Field), Code: invalid.Code, Message: invalid.Reason}}
	case errors.As(err, &conflict):
		p = problem(http.StatusConflict, conflict.Code, conflict.Reason)
		p.Other = conflict.Detail
	case errors.As(err, &many):
		p = problem(http.StatusTooManyRequests, many.Code, "too many attempts; try again later")
		p.after = max(many.After, time.Second)
	case errors.As(err, &refused):
		p = problem(http.StatusUnauthorized, refused.code, refused.reason)
	case errors.Is(err, records.ErrConflict):
		p = problem(http.StatusConflict, "conflict", "somebody else changed this in the meantime")
	case errors.Is(err, records.ErrNotFound):
		p = problem(http.StatusNotFound, "not.found", "there is nothing here, or nothing that you may see")
	case errors.Is(err, records.ErrForbidden):
		p = problem(http.StatusForbidden, "forbidden", "this is not yours to do")
	case errors.Is(err, records.ErrUnauthenticated):
		p = problem(http.StatusUnauthorized, "signin.needed", "sign in first")
	case errors.Is(err, context.Canceled):
		p = problem(499, "gone", "the caller went away")
		p.Title = "Client Closed Request"
	case errors.Is(err, records.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		p = problem(http.StatusServiceUnavailable, "unavailable", "the record cannot be reached; try again in a moment")
		p.after, p.cause = retryAfter, err
	case errors.As(err, &large):
		p = tooLarge()
	case errors.As(err, &status) && status.GetStatus() < 500:
		p = problem(status.GetStatus(), statusCode(status.GetStatus()), status.Error())
	default:
		p = problem(http.StatusInternalServerError, "fault", "something went wrong on our side; it is written down under the request id")
		p.cause = err
	}
	return p
}

// answer writes a problem and ends the request.
func answer(c *gin.Context, p *Problem) {
	note(c, p)
	if c.Writer.Written() { // too late for another answer
		c.Abort()
		return
	}
	for name, values := range p.GetHeaders() {
		c.Header(name, values[0])
	}
	c.Header("Content-Type", p.ContentType(""))
	c.Status(p.Status)
	json.NewEncoder(c.Writer).Encode(p)
	c.Abort()
}

// Fail answers an error from a Raw handler as Handle would.
func Fail(c *gin.Context, err error) {
	answer(c, problemOf(err, func(field string) string { return field }))
}

// note gives a problem its request id and keeps the cause for the log.
func note(c *gin.Context, p *Problem) {
	p.Request = visitorOf(c.Request.Context()).Request
	if p.cause != nil {
		c.Set(causeKey, p.cause)
	}
}
