// Package chi gives the requests of one group a deadline.
package chi

import (
	"database/sql"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

type users struct{ db *sql.DB }

func (u *users) find(w http.ResponseWriter, r *http.Request) { _ = u.db.PingContext(r.Context()) }

func (u *users) stream(w http.ResponseWriter, r *http.Request) { _ = u.db.PingContext(r.Context()) }

func Run(u *users) error {
	r := chi.NewRouter() // want `1 handler may wait .*\(stream\)`
	r.With(middleware.Timeout(time.Second)).Get("/users", u.find)
	r.Get("/stream", u.stream)
	return http.ListenAndServe("localhost:1", r)
}
