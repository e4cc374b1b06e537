// Package untuned has a server configured elsewhere, without a timeout.
package untuned

import (
	"net/http"

	"example.com/testdata/rules/servertimeout/tuned"
)

func start(h http.Handler) error {
	server := &http.Server{Handler: h} // want `http.Server sets no ReadHeaderTimeout or ReadTimeout`
	tuned.Named(server, ":8080")
	return server.ListenAndServe()
}
