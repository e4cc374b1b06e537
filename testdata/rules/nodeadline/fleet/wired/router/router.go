// Package router makes the router; whether there is a deadline is known later.
package router

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"example.com/testdata/rules/nodeadline/fleet/wired/api"
)

func New(h *api.Handlers) http.Handler {
	r := chi.NewRouter() // want `2 handlers may wait as long as the client does: nothing on the way in sets a deadline \(Find, List\)`
	r.Get("/find", h.Find)
	r.Get("/list", h.List)
	return r
}
