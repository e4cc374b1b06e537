// Package timed puts a limit of net/http around everything.
package timed

import (
	"database/sql"
	"net/http"
	"time"
)

type users struct{ db *sql.DB }

func (u *users) find(w http.ResponseWriter, r *http.Request) {
	_, _ = u.db.QueryContext(r.Context(), "select 1")
}

func Serve(u *users) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/find", u.find)
	return http.ListenAndServe("localhost:1", http.TimeoutHandler(mux, time.Second, "late"))
}
