// Package testing is what tests of clients need.
package testing

import (
	"io"
	"net/http"
	"net/http/httptest"
)

// Recorder remembers what its server was last asked.
type Recorder struct{ Body []byte }

// NewServer answers every request with a status.
func NewServer(status int) (*httptest.Server, *Recorder) {
	rec := &Recorder{}
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec.Body, _ = io.ReadAll(r.Body)
		w.WriteHeader(status)
	})), rec
}
