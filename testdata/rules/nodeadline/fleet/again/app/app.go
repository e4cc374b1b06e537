// Package app serves.
package app

import (
	"database/sql"
	"net/http"
)

type Users struct{ DB *sql.DB }

func (u *Users) ServeHTTP(w http.ResponseWriter, r *http.Request) { _ = u.DB.PingContext(r.Context()) }

func Serve(u *Users) error {
	mux := http.NewServeMux() // want `1 handler may wait .*\(ServeHTTP\)`
	mux.Handle("/", u)
	return http.ListenAndServe("localhost:1", mux)
}
