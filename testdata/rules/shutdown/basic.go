// Command shutdown serves and never stops to.
package main

import (
	"context"
	"database/sql"
	"log"
	"net/http"
	"os"
	"time"
)

type server struct{ db *sql.DB }

func newServer(dsn string) (*server, error) {
	db, err := sql.Open("mysql", dsn) // want `sql.Open makes a client that the program never closes`
	if err != nil {
		return nil, err
	}
	return &server{db}, nil
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = s.db.PingContext(r.Context())
}

type app struct{ ctx context.Context }

func initialize() (*app, func(), error) {
	ctx, cancel := context.WithCancel(context.Background())
	return &app{ctx}, cancel, nil
}

func worker() (*app, error) {
	a, _, err := initialize() // want `the clean-up of shutdown.initialize is dropped: what it made is never released`
	return a, err
}

// Example is the one of the documentation.
func main() {
	s, err := newServer(os.Getenv("DSN"))
	if err != nil {
		log.Fatal(err)
	}
	http.Handle("/", s)
	srv := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
	log.Fatal(srv.ListenAndServe()) // want `\(\*http.Server\).ListenAndServe serves until the process ends: nothing shuts the server down, and requests are cut off`
}
