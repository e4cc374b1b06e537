// Package own gives requests a deadline by middleware of its own, but for some.
package own

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

func (u *users) export(w http.ResponseWriter, r *http.Request) {
	_, _ = u.db.QueryContext(r.Context(), "select 1")
}

func deadline(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Second)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func Serve(u *users) error {
	mux := http.NewServeMux() // want `1 handler may wait as long as the client does: nothing on the way in sets a deadline \(export\)`
	mux.Handle("/find", deadline(http.HandlerFunc(u.find)))
	mux.HandleFunc("/export", u.export)
	return http.ListenAndServe("localhost:1", mux)
}
