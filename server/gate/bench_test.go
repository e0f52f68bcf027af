package gate_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"tongjian/server/gate"
)

// BenchmarkSignedIn measures what the gate adds to a request: token, session
// (from the cache), headers and the log line.
func BenchmarkSignedIn(b *testing.B) {
	h := build(b, nil, func(g *gate.Gate) {
		g.Raw(gate.Staff(), "GET", "/nothing-done", func(c *gin.Context) { c.Status(http.StatusNoContent) })
	})
	h.doctor("wang")
	token, _ := h.signedIn("wang")
	handler := h.gate.Handler()
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest("GET", "/nothing-done", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusNoContent {
			b.Fatal(w.Code)
		}
	}
}

// BenchmarkSignIn measures a whole sign-in, most of which is argon2id.
func BenchmarkSignIn(b *testing.B) {
	h := build(b, nil, nil)
	h.doctor("wang")
	for b.Loop() {
		h.pass(3e9)
		h.want("signing in", h.signIn("wang", goodPassword), http.StatusOK, "")
	}
}
