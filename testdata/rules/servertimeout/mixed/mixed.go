// Package mixed has one server with a timeout and others without.
package mixed

import (
	"net/http"
	"time"
)

func admin(h http.Handler) error {
	server := http.Server{Handler: h, ReadTimeout: 5 * time.Second}
	return server.ListenAndServe()
}

func public(h http.Handler) error {
	server := http.Server{Addr: ":80", Handler: h} // want `http.Server sets no ReadHeaderTimeout or ReadTimeout`
	return server.ListenAndServe()
}
