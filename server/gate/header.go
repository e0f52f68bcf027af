package gate

import (
	"net/http"
	"net/url"
	"strings"
)

// securityHeaders are those of every answer. Nothing is stored by caches
// unless a handler of files says so.
func securityHeaders(public *url.URL, connect []string) [][2]string {
	list := [][2]string{
		{"Content-Security-Policy", contentPolicy(public, connect)},
		{"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"},
		{"Referrer-Policy", "no-referrer"},
		{"Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Cache-Control", "no-store"},
	}
	if public.Scheme == "https" {
		list = append(list, [2]string{"Strict-Transport-Security", "max-age=31536000"})
	}
	for i := range list {
		list[i][0] = http.CanonicalHeaderKey(list[i][0])
	}
	return list
}

// contentPolicy allows our own files alone, no inline script or style, media
// from the camera and the call, and WebSockets to our own host: older phones
// do not take 'self' for wss.
func contentPolicy(public *url.URL, connect []string) string {
	to := []string{"'self'"}
	switch public.Scheme {
	case "https":
		to = append(to, "wss://"+public.Host)
	case "http":
		to = append(to, "ws://"+public.Host)
	}
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' data: blob:",
		"font-src 'self'",
		"connect-src " + strings.Join(append(to, connect...), " "),
		"media-src 'self' blob: mediastream:",
		"worker-src 'self'",
		"manifest-src 'self'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	}, "; ")
}
