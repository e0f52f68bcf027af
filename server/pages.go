package main

import (
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"

	"tongjian/server/gate"
)

// pages answers with the built pages: the desk at /, the parents' app at /m/.
// A path without a file of its own belongs to the page's router. Files whose
// name holds their hash are kept by browsers for good, everything else is
// asked for again.
func pages(dist fs.FS) gin.HandlerFunc {
	files := http.FileServerFS(dist)
	return func(c *gin.Context) {
		name := strings.TrimPrefix(path.Clean(c.Request.URL.Path), "/")
		if info, err := fs.Stat(dist, name); err != nil || info.IsDir() {
			if path.Ext(name) != "" {
				gate.Missing(c)
				return
			}
			name = "index.html"
			if strings.HasPrefix(c.Request.URL.Path+"/", "/m/") {
				name = "m/index.html"
			}
			page(c, dist, name)
			return
		}
		if strings.HasPrefix(name, "assets/") {
			c.Header("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			c.Header("Cache-Control", "no-cache")
		}
		files.ServeHTTP(c.Writer, c.Request)
	}
}

func page(c *gin.Context, dist fs.FS, name string) {
	text, err := fs.ReadFile(dist, name)
	if err != nil {
		c.String(http.StatusNotFound, "The pages are not built: run `make run`, or `npm ci && npm run build` in web/.\n")
		return
	}
	c.Header("Cache-Control", "no-cache")
	c.Data(http.StatusOK, "text/html; charset=utf-8", text)
}
