package main

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gin-gonic/gin"
)

func TestPagesTravelPacked(t *testing.T) {
	script := strings.Repeat("show(child);\n", 400)
	engine := gin.New()
	engine.NoRoute(func(c *gin.Context) { c.Status(http.StatusOK) }, pages(fstest.MapFS{
		"index.html": {Data: []byte("<!doctype html>the desk")}, "m/index.html": {Data: []byte("<!doctype html>parents")},
		"assets/app-1.js": {Data: []byte(script)},
	}))
	ask := func(path, takes string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Accept-Encoding", takes)
		w := httptest.NewRecorder()
		engine.ServeHTTP(w, r)
		return w
	}
	w := ask("/assets/app-1.js", "gzip, br")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() > len(script)/5 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("a script for who takes gzip: %d bytes of %d, headers %v", w.Body.Len(), len(script), w.Header())
	}
	unpacked, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(unpacked); err != nil || string(got) != script {
		t.Errorf("the script came out as %d bytes, %v", len(got), err)
	}
	if w := ask("/assets/app-1.js", ""); w.Header().Get("Content-Encoding") != "" || w.Body.String() != script || w.Header().Get("Vary") != "Accept-Encoding" {
		t.Errorf("a script for who takes nothing: %v", w.Header())
	}
	for path, want := range map[string]string{"/": "the desk", "/children/1": "the desk", "/m/": "parents", "/m": "parents", "/m/plan": "parents"} {
		if w := ask(path, "gzip"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) || w.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s = %d %q, want %s", path, w.Code, w.Body, want)
		}
	}
	if w := ask("/assets/app-2.js", "gzip"); w.Code != http.StatusNotFound {
		t.Errorf("a script of another build = %d, want 404", w.Code)
	}
}

// An answer's length must not tell what is in it, so the APIs do not pack.
func TestAnswersTravelUnpacked(t *testing.T) {
	s := start(t)
	r, err := http.NewRequest("GET", s.url+"/openapi.json", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.Header.Get("Content-Encoding") != "" {
		t.Errorf("the API packs its answers: %v", answer.Header)
	}
}
