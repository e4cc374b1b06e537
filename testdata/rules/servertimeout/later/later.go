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
