// Package main starts its servers by a function of its own.
package main

import (
	"database/sql"
	"log"
	"net/http"
	"os"
	"time"
)

type users struct{ db *sql.DB }

func (u *users) get(w http.ResponseWriter, r *http.Request) { _ = u.db.PingContext(r.Context()) }

func ping(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }

func main() {
	db, err := sql.Open("pgx", os.Getenv("DSN"))
	if err != nil {
		log.Fatal(err)
	}
	u := &users{db}
	probes, routes := http.NewServeMux(), http.NewServeMux()
	probes.HandleFunc("/ping", ping)
	routes.HandleFunc("/users", u.get)
	go start(&http.Server{Addr: ":1", Handler: probes, ReadHeaderTimeout: time.Second})
	start(&http.Server{Addr: ":2", Handler: routes, ReadHeaderTimeout: time.Second})
}

func start(server *http.Server) {
	log.Fatal(server.ListenAndServe()) // want `1 handler may wait as long as the client does: .*\(get\)`
}
