// Package later sets a server's fields after it is made.
package later

import (
	"net/http"
	"time"
)

func start(h http.Handler) error {
	server := &http.Server{Handler: h}
	server.ReadTimeout = 5 * time.Second
	return server.ListenAndServe()
}

// The server that the function makes for itself has no fields to set.
func redirect(h http.Handler) error {
	return http.ListenAndServe(":80", h) // want `http.ListenAndServe serves with no timeout`
}
