package gate

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/oklog/ulid/v2"

	"tongjian/records"
)

const (
	causeKey = "gate.cause" // an error behind a 5xx
	routeKey = "gate.route" // the name of a route without a pattern
	stackKey = "gate.stack"
)

// Ids from outside are believed only in these forms, so that nothing else
// gets into the log by them.
var requestID = regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)

// logged gives the request its id and writes its one line.
func (g *Gate) logged(c *gin.Context) {
	began := time.Now()
	id := c.GetHeader("X-Request-ID")
	if !requestID.MatchString(id) {
		id = ulid.Make().String()
	}
	v := visitor{Caller: records.Caller{Request: id, Address: c.ClientIP()}}
	c.Request = c.Request.WithContext(withVisitor(c.Request.Context(), v))
	c.Header("X-Request-ID", id)
	c.Next()
	g.line(c, time.Since(began))
}

func (g *Gate) line(c *gin.Context, took time.Duration) {
	v := visitorOf(c.Request.Context())
	route := c.FullPath()
	if name := c.GetString(routeKey); route == "" {
		route = name
	}
	attrs := []slog.Attr{
		slog.String("method", known(c.Request.Method)), slog.String("route", route), slog.Int("status", c.Writer.Status()),
		slog.Float64("ms", float64(took.Microseconds())/1000), slog.String("request", v.Request), slog.String("caller", v.subject),
	}
	level := slog.LevelInfo
	if cause, ok := c.Get(causeKey); ok {
		level = slog.LevelError
		attrs = append(attrs, slog.String("error", scrubbed(cause.(error))))
	}
	if stack := c.GetString(stackKey); stack != "" {
		attrs = append(attrs, slog.String("stack", stack))
	}
	g.log.LogAttrs(context.WithoutCancel(c.Request.Context()), level, "request", attrs...)
}

// known keeps made-up methods, which can be any text, out of the log.
func known(method string) string {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE":
		return method
	}
	return "other"
}

var longNumber = regexp.MustCompile(`[0-9]{7,}`)

// scrubbed takes what could be a phone or ID number out of an error's text.
func scrubbed(err error) string { return longNumber.ReplaceAllString(err.Error(), "#") }

// recovered turns a panic into a 500 that shows nothing.
func (g *Gate) recovered(c *gin.Context) {
	line := c.Request.Context() // of the connection; a handler may put another in its place
	defer func() {
		r := recover()
		_, fault := r.(runtime.Error)
		switch {
		case r == nil:
		case r == http.ErrAbortHandler:
			panic(r)
		case line.Err() != nil && !fault: // the caller went away while we wrote
			c.Status(499)
			c.Abort()
		default:
			c.Set(stackKey, string(debug.Stack()))
			Fail(c, panicked(r))
		}
	}()
	c.Next()
}

// panicked says what is safe to log of a panic: the runtime's own words, or
// the type alone of a value that could hold anything.
func panicked(r any) error {
	if e, ok := r.(runtime.Error); ok {
		return fmt.Errorf("panic: %w", e)
	}
	return fmt.Errorf("panic: a value of type %T", r)
}

// guarded sets the security headers and refuses what no handler should see:
// requests that another site's page made, and bodies beyond the limit.
func (g *Gate) guarded(c *gin.Context) {
	for _, h := range g.headers {
		c.Header(h[0], h[1])
	}
	if g.origin.Check(c.Request) != nil {
		answer(c, problem(http.StatusForbidden, "origin", "another site's page made this request"))
		return
	}
	if c.Request.ContentLength > BodyLimit {
		c.Header("Connection", "close") // the rest is not read
		answer(c, tooLarge())
		return
	}
	c.Next()
}
