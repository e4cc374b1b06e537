// Package plain serves with nothing before its handlers.
package plain

import (
	"context"
	"database/sql"
	"net/http"
	"time"
)

type users struct{ db *sql.DB }

func (u *users) find(w http.ResponseWriter, r *http.Request) {
	_, _ = u.db.QueryContext(r.Context(), "select 1")
}

func (u *users) list(w http.ResponseWriter, r *http.Request) { u.load(r.Context()) }

func (u *users) load(ctx context.Context) { _, _ = u.db.ExecContext(ctx, "select 1") }

func (u *users) quick(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	u.load(ctx)
}

func (u *users) idle(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }

func Serve(u *users) error {
	mux := http.NewServeMux() // want `2 handlers may wait as long as the client does: nothing on the way in sets a deadline \(find, list\)`
	mux.HandleFunc("/find", u.find)
	mux.HandleFunc("/list", u.list)
	mux.HandleFunc("/quick", u.quick)
	mux.HandleFunc("/idle", u.idle)
	return http.ListenAndServe("localhost:1", mux)
}
