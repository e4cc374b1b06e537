// Package testserver is there for the tests of other packages.
package testserver

import (
	"net/http"
	"testing"
)

func Start(t *testing.T) {
	t.Helper()
	go serve()
}

func serve() { _ = http.ListenAndServe(":8080", nil) }
