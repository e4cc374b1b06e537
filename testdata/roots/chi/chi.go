// Package chi has handlers of chi.
package chi

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

type orders struct{}

func (o *orders) routes() http.Handler { // not a root
	r := chi.NewRouter()
	r.Use(middleware)
	r.Route("/orders", func(r chi.Router) { // not a root
		r.Get("/{id}", o.get)
		r.Group(func(r chi.Router) { // not a root
			r.With(middleware).Post("/", func(w http.ResponseWriter, r *http.Request) {}) // root handler, context in r
		})
	})
	return r
}

func (o *orders) get(w http.ResponseWriter, r *http.Request) {} // root handler, context in r

func middleware(next http.Handler) http.Handler { // not a root
	fn := func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) } // root handler, context in r
	return http.HandlerFunc(fn)
}
