// Package main serves profiles first, and then what waits.
package main

import (
	"database/sql"
	"log"
	"net/http"
	_ "net/http/pprof"
	"os"
	"time"
)

type users struct{ db *sql.DB }

func (u *users) ServeHTTP(w http.ResponseWriter, r *http.Request) { _ = u.db.PingContext(r.Context()) }

func main() {
	db, err := sql.Open("pgx", os.Getenv("DSN"))
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Print(http.ListenAndServe(os.Getenv("PROFILES"), nil)) }()
	server := &http.Server{Handler: &users{db}, ReadHeaderTimeout: time.Second}
	log.Fatal(server.ListenAndServe()) // want `1 handler may wait as long as the client does: .*\(ServeHTTP\)`
}
