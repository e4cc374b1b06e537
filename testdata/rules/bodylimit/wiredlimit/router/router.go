// Package router limits what package api serves.
package router

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"example.com/testdata/rules/bodylimit/wiredlimit/api"
)

func New(h api.Handlers) http.Handler {
	r := chi.NewRouter()
	r.Use(middleware.RequestSize(1 << 20))
	r.Post("/", h.Put)
	return r
}
