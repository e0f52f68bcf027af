package gate

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"tongjian/records"
)

// Route is a declared route. Path is written as gin writes it: /children/:id.
type Route struct {
	Method string
	Path   string
	Who    Who
}

// Routes lists what was declared, in that order.
func (g *Gate) Routes() []Route { return append([]Route(nil), g.routes...) }

func (g *Gate) declare(method, path string, who Who) {
	path = strings.NewReplacer("{", ":", "}", "").Replace(path)
	g.routes = append(g.routes, Route{method, path, who})
}

// Raw declares a route whose handler speaks HTTP itself: an event stream, a
// WebSocket, files. Its context ends when the caller's session does. Errors
// are answered with Fail.
func (g *Gate) Raw(who Who, method, path string, h gin.HandlerFunc) {
	g.engine.Handle(method, path, func(c *gin.Context) {
		if !g.admit(c, who) {
			return
		}
		if s := SessionOf(c.Request.Context()); s != "" {
			ctx, stop := g.Watch(c.Request.Context(), s)
			defer stop()
			c.Request = c.Request.WithContext(ctx)
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, BodyLimit)
		h(c)
	})
	g.declare(method, path, who)
}

type fallback struct {
	who Who
	h   gin.HandlerFunc
}

// Rest declares what answers GET and HEAD outside the APIs where no other
// route does: the pages. The handler says Missing when it has no such file.
func (g *Gate) Rest(who Who, h gin.HandlerFunc) { g.fallback = &fallback{who, h} }

func (g *Gate) rest(c *gin.Context) {
	path, method := c.Request.URL.Path, c.Request.Method
	page := (method == http.MethodGet || method == http.MethodHead) &&
		!strings.HasPrefix(path, "/api/") && !strings.HasPrefix(path, "/mobile/v1/") && !strings.HasPrefix(path, "/.well-known/")
	if g.fallback == nil || !page {
		Missing(c)
		return
	}
	c.Set(routeKey, "rest")
	if g.admit(c, g.fallback.who) {
		c.Status(http.StatusOK) // gin starts from 404 here
		g.fallback.h(c)
	}
}

// Missing answers that nothing is there.
func Missing(c *gin.Context) { Fail(c, records.ErrNotFound) }

// admit finds out who calls and answers those whom the route is not for.
func (g *Gate) admit(c *gin.Context, who Who) bool {
	if who.anyone {
		return true
	}
	v, err := g.signedIn(c)
	if err == nil && !who.lets(v.Role) {
		err = records.ErrForbidden
	}
	if err != nil {
		if errors.Is(err, records.ErrUnauthenticated) {
			c.Header("WWW-Authenticate", "Bearer")
		}
		Fail(c, err)
		return false
	}
	return true
}
