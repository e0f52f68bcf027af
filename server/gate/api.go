package gate

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"tongjian/care"
)

// BodyLimit is the most that a request may carry, in bytes.
const BodyLimit = 1 << 20

// API is one of the two APIs: its routes, all below one prefix, and its
// OpenAPI 3.1 document.
type API struct {
	gate   *Gate
	prefix string
	huma   huma.API
	once   sync.Once
	text   []byte
	err    error
}

func newAPI(g *Gate, prefix, title, version string) *API {
	registry := huma.NewMapRegistry("#/components/schemas/", schemaName)
	registry.RegisterTypeAlias(reflect.TypeFor[care.Day](), reflect.TypeFor[Day]())
	format := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: unmarshal}
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: title, Version: version},
			Components: &huma.Components{
				Schemas:         registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "JWT"}},
			},
		},
		Formats:                      map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{ours},
	}
	return &API{gate: g, prefix: prefix, huma: humagin.New(g.engine, config)}
}

// schemaName names a type in the OpenAPI document. The rules of care have
// short names each (a Result of growth, one of immunization), so theirs begin
// with the package.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if _, room, ok := strings.Cut(t.PkgPath(), "/care/"); ok {
		return strings.ToUpper(room[:1]) + room[1:] + name
	}
	return name
}

// unmarshal reads a JSON body; text that is not UTF-8 is refused rather than
// changed without a word.
func unmarshal(data []byte, v any) error {
	if !utf8.Valid(data) {
		return fmt.Errorf("the body is not UTF-8")
	}
	return json.Unmarshal(data, v)
}

// ours turns huma's own error answers into problems, and gives every problem
// its request id.
func ours(ctx huma.Context, _ string, v any) (any, error) {
	if e, ok := v.(*huma.ErrorModel); ok {
		v = fromHuma(e)
	}
	if p, ok := v.(*Problem); ok {
		note(humagin.Unwrap(ctx), p)
	}
	return v, nil
}

// Handle declares a route of an API: who may call it, what it is (op.Path is
// below the API's prefix and begins with /) and what answers. Input and output
// are structs as huma wants them. Errors of records become the answers that
// Problem describes; all others show nothing and are logged.
func Handle[I, O any](a *API, who Who, op huma.Operation, fn func(context.Context, *I) (*O, error)) {
	op.Path = a.prefix + op.Path
	op.MaxBodyBytes = BodyLimit + 1 // huma refuses the limit itself
	op.BodyReadTimeout = readTimeout
	op.Middlewares = append(huma.Middlewares{a.admit(who)}, op.Middlewares...)
	if !who.anyone {
		op.Security = []map[string][]string{{"bearer": {}}}
	}
	op.Responses = withProblem(op.Responses, a.huma.OpenAPI().Components.Schemas)
	locate := locator[I](op)
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := fn(ctx, in)
		if err != nil {
			return nil, problemOf(err, locate)
		}
		return out, nil
	})
	a.gate.declare(op.Method, op.Path, who)
}

// admit lets in whom the route is for.
func (a *API) admit(who Who) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		c := humagin.Unwrap(ctx)
		if a.gate.admit(c, who) {
			next(ctx)
		}
	}
}

func withProblem(responses map[string]*huma.Response, schemas huma.Registry) map[string]*huma.Response {
	if responses == nil {
		responses = map[string]*huma.Response{}
	}
	schema := schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	responses["default"] = &huma.Response{
		Description: "Anything that went wrong",
		Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: schema}},
	}
	return responses
}

// locator tells where a field that records names stands in requests of a type.
func locator[I any](op huma.Operation) func(string) string {
	_, body := reflect.TypeFor[I]().FieldByName("Body")
	return func(field string) string {
		switch {
		case strings.Contains(op.Path, "{"+field+"}"):
			return "path." + field
		case body:
			return "body." + field
		}
		return "query." + field
	}
}

// OpenAPI gives the API's document as JSON. It is made once, when all routes
// are declared.
func (a *API) OpenAPI() ([]byte, error) {
	a.once.Do(func() {
		all := a.huma.OpenAPI().Components.Schemas.Map()
		delete(all, "ErrorModel") // huma's own, which we never answer
		delete(all, "ErrorDetail")
		a.text, a.err = json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
	})
	return a.text, a.err
}

func (a *API) document(path string) {
	a.gate.Raw(Anyone(), http.MethodGet, path, func(c *gin.Context) {
		text, err := a.OpenAPI()
		if err != nil {
			Fail(c, fmt.Errorf("writing the OpenAPI document: %w", err))
			return
		}
		c.Data(http.StatusOK, "application/json", text)
	})
}

// Day is a calendar day in a query, where huma would take a care.Day for a number.
type Day struct{ care.Day }

// Schema says in the OpenAPI document that a day is text like 2024-02-29.
func (Day) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date", Examples: []any{"2024-02-29"}}
}
