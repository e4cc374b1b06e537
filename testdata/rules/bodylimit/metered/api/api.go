// Package api counts, and registers its handlers with a router that another
// package limits. The server that it knows of leads to none of them.
package api

import (
	"io"
	"net/http"

	"github.com/go-chi/chi/v5"

	"example.com/testdata/rules/bodylimit/metered/metrics"
)

func Register(r chi.Router) { r.Post("/", put) }

func put(w http.ResponseWriter, r *http.Request) {
	metrics.Puts.Add(1)
	b, _ := io.ReadAll(r.Body)
	_, _ = w.Write(b)
}
