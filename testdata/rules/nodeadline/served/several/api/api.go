// Package api has handlers and their router, and starts nothing.
package api

import (
	"database/sql"
	"net/http"
)

type Users struct{ DB *sql.DB }

func (u *Users) Get(w http.ResponseWriter, r *http.Request) { _ = u.DB.PingContext(r.Context()) }

func (u *Users) Put(w http.ResponseWriter, r *http.Request) { _ = u.DB.PingContext(r.Context()) }

func Routes(u *Users) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /users", u.Get)
	put(mux, u)
	return mux
}

func put(mux *http.ServeMux, u *Users) { mux.HandleFunc("PUT /users", u.Put) }
