package main

import (
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"

	"tongjian/server/gate"
)

// pages answers with the built pages: the desk at /, the parents' app at /m/.
// A path without a file of its own belongs to the page's router. Files whose
// name holds their hash are kept by browsers for good, everything else is
// asked for again.
//
// Files travel gzipped. Answers of the APIs do not: the length of a packed
// answer tells a listener on the line what is in it (BREACH).
func pages(dist fs.FS) gin.HandlerFunc {
	files := packed(func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, dist, fileFor(dist, r.URL.Path)) })
	return func(c *gin.Context) {
		name := fileFor(dist, c.Request.URL.Path)
		if name == "" {
			gate.Missing(c)
			return
		}
		if _, err := fs.Stat(dist, name); err != nil {
			c.String(http.StatusNotFound, "The pages are not built: run `make run`, or `npm ci && npm run build` in web/.\n")
			return
		}
		if strings.HasPrefix(name, "assets/") {
			c.Header("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			c.Header("Cache-Control", "no-cache")
		}
		files(c.Writer, c.Request)
	}
}

// packed gzips what a handler sends to those who take it.
func packed(h http.HandlerFunc) http.HandlerFunc {
	wrap, err := gzhttp.NewWrapper(gzhttp.EnableZstd(false), gzhttp.CompressionLevel(9))
	if err != nil {
		panic(err) // the options stand above
	}
	return wrap(h)
}

// fileFor names the file that a path is answered with; "" for a file that is not there.
func fileFor(dist fs.FS, at string) string {
	name := strings.TrimPrefix(path.Clean(at), "/")
	info, err := fs.Stat(dist, name)
	switch {
	case err == nil && !info.IsDir():
		return name
	case path.Ext(name) != "":
		return ""
	case strings.HasPrefix(at+"/", "/m/"):
		return "m/index.html"
	}
	return "index.html"
}
