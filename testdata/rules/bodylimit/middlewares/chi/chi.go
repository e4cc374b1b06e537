// Package chi limits the bodies of one group.
package chi

import (
	"io"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func behind(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	_, _ = w.Write(b)
}

func open(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body) // want `io.ReadAll reads a request of any size`
	_, _ = w.Write(b)
}

func Serve() error {
	r := chi.NewRouter()
	r.With(middleware.RequestSize(1<<20)).Post("/behind", behind)
	r.Post("/open", open)
	return http.ListenAndServe(":1", r)
}
