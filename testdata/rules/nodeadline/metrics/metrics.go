// Command metrics serves its handlers with a library that nobody knows, and
// metrics with a server of its own, which leads to none of them.
package main

import (
	"database/sql"
	"expvar"
	"net/http"
)

var (
	db    *sql.DB
	serve func(routes []any)
)

func orders(w http.ResponseWriter, r *http.Request) { _ = db.PingContext(r.Context()) }

type route struct{ handler http.HandlerFunc }

func routes() []any { return []any{&route{orders}} }

func main() {
	go metrics()
	serve(routes())
}

func metrics() {
	mux := http.NewServeMux()
	mux.Handle("/metrics", expvar.Handler())
	server := &http.Server{Addr: "localhost:9090", Handler: mux}
	_ = server.ListenAndServe()
}
