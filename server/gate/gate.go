// Package gate is what every request passes on its way in and every error on
// its way out: who is calling, whether the route is for them, how much they
// may send and how often, one log line, and the answer when something is
// wrong (RFC 9457 problem+json). It also keeps who may sign in: staff by
// login and password, guardians by a code sent to their phone.
//
// Every route is declared with Handle or Raw together with who may call it;
// there is no other way to add one. The gate decides about routes alone:
// whether a caller may see a child is decided by records. It never logs a
// name, a number, a token or anything else that was sent.
package gate

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"tongjian/records"
	"tongjian/server/notice"
)

// Config is what a Gate needs. Store and Keys may be nil where nothing is
// served, e.g. to write the OpenAPI documents.
type Config struct {
	Store     records.Store
	Keys      *Keys
	Sender    notice.Sender    // sends guardians their code
	Log       *slog.Logger     // nil: slog.Default
	Now       func() time.Time // nil: the clock
	PublicURL string           // how browsers reach the service, e.g. https://clinic.example
	Connect   []string         // further origins that pages may connect to, e.g. wss://node2.example
	Proxies   []string         // addresses or networks of proxies whose X-Forwarded-For is believed
	Version   string           // of the program, for the OpenAPI documents
	Demo      bool             // answers show a guardian's code; for made-up data on loopback only
}

// Gate is the door of one service. New makes it, Close ends it.
type Gate struct {
	Staff  *API // the staff's API, /api/v1
	Family *API // the parents' API, /mobile/v1

	store  records.Store
	keys   *Keys
	sender notice.Sender
	log    *slog.Logger
	now    func() time.Time
	public *url.URL
	demo   bool

	engine    *gin.Engine
	headers   [][2]string
	origin    *http.CrossOriginProtection
	routes    []Route
	fallback  *fallback
	addresses *addresses
	hashing   chan struct{} // holds one for each password being hashed
	sessions  sessions
	sending   sync.WaitGroup // codes on their way
	quit      chan struct{}  // closed by Close
	idle      chan struct{}  // closed when the watch has ended
	once      sync.Once
}

func init() { gin.SetMode(gin.ReleaseMode) } // gin would print every route to standard output

// New makes a Gate with its own routes: both sign-ins, both OpenAPI documents
// and the public signing keys. Handlers are added with Handle and Raw before
// it serves.
func New(c Config) (*Gate, error) {
	public, err := url.Parse(c.PublicURL)
	if err != nil || c.PublicURL != "" && public.Host == "" {
		return nil, fmt.Errorf("making the gate: the public address is not a URL")
	}
	g := &Gate{
		store: c.Store, keys: c.Keys, sender: c.Sender, log: c.Log, now: c.Now, public: public, demo: c.Demo,
		engine: gin.New(), origin: http.NewCrossOriginProtection(), hashing: make(chan struct{}, cores()),
		quit: make(chan struct{}), idle: make(chan struct{}),
	}
	if g.log == nil {
		g.log = slog.Default()
	}
	if g.now == nil {
		g.now = time.Now
	}
	if c.PublicURL != "" {
		if err := g.origin.AddTrustedOrigin(public.Scheme + "://" + public.Host); err != nil {
			return nil, fmt.Errorf("making the gate: %w", err)
		}
	}
	g.addresses = newAddresses(g.now)
	g.headers = securityHeaders(public, c.Connect)
	if err := g.engine.SetTrustedProxies(c.Proxies); err != nil {
		return nil, fmt.Errorf("making the gate: the proxies: %w", err)
	}
	g.pass()
	g.Staff = newAPI(g, "/api/v1", "Tongjian: staff", c.Version)
	g.Family = newAPI(g, "/mobile/v1", "Tongjian: parents", c.Version)
	g.own()
	go g.watch()
	return g, nil
}

// pass lays down what every request goes through, in order.
func (g *Gate) pass() {
	e := g.engine
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false // a wrong path is an answer of ours, not a redirect
	e.Use(g.logged, g.recovered, g.guarded)
	e.NoRoute(g.rest)
	e.NoMethod(func(c *gin.Context) {
		answer(c, problem(http.StatusMethodNotAllowed, "method", "this path does not know that method"))
	})
}

// own declares the gate's own routes.
func (g *Gate) own() {
	g.Staff.document("/openapi.json")
	g.Family.document("/mobile/openapi.json")
	g.Raw(Anyone(), http.MethodGet, "/.well-known/jwks.json", func(c *gin.Context) { c.JSON(http.StatusOK, g.keys.JWKS()) })
	g.staffRoutes()
	g.familyRoutes()
}

// Handler is the whole gate as net/http sees it.
func (g *Gate) Handler() http.Handler { return g.engine }

// Engine gives the router, for the test that compares its routes with Routes.
func (g *Gate) Engine() *gin.Engine { return g.engine }

// Close ends the watch over sessions and waits for codes on their way. The
// contexts of signed-in Raw requests end with it.
func (g *Gate) Close() {
	g.once.Do(func() { close(g.quit) })
	<-g.idle
	g.sending.Wait()
}

// secure tells whether browsers reach the service over TLS.
func (g *Gate) secure() bool { return g.public.Scheme == "https" }
