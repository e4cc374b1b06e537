// Package router limits what package api serves.
package router

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"example.com/testdata/rules/cpubound/wired/api"
)

func New(h *api.Handlers) http.Handler {
	r := chi.NewRouter()
	r.Use(middleware.Throttle(8))
	r.Post("/register", h.Register)
	return r
}
