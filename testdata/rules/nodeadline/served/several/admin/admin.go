// Package admin has a server with a router in a field.
package admin

import (
	"database/sql"
	"net/http"
	"time"
)

type Admin struct {
	db     *sql.DB
	mux    *http.ServeMux
	server *http.Server
}

func New(db *sql.DB) *Admin {
	a := &Admin{db: db, mux: http.NewServeMux()} // want `1 handler may wait as long as the client does: .*\(stats\)`
	a.server = &http.Server{Addr: ":8082", Handler: a.mux, ReadHeaderTimeout: time.Second}
	a.routes()
	return a
}

func (a *Admin) routes() { a.mux.HandleFunc("/stats", a.stats) }

func (a *Admin) stats(w http.ResponseWriter, r *http.Request) { _ = a.db.PingContext(r.Context()) }

func (a *Admin) Run() error {
	return a.server.ListenAndServe()
}
