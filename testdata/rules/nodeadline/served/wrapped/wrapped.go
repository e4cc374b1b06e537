// Package main has routers in routers, behind middleware, and two servers.
package main

import (
	"database/sql"
	"log"
	"net/http"
	"os"

	"github.com/go-chi/chi/v5"
	"github.com/gorilla/mux"
)

type store struct{ db *sql.DB }

func (s *store) page(w http.ResponseWriter, r *http.Request) { _ = s.db.PingContext(r.Context()) }

func (s *store) item(w http.ResponseWriter, r *http.Request) { _ = s.db.PingContext(r.Context()) }

func (s *store) stat(w http.ResponseWriter, r *http.Request) { _ = s.db.PingContext(r.Context()) }

type site struct{ routes http.Handler }

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Frame-Options", "DENY")
	s.routes.ServeHTTP(w, r)
}

func main() {
	db, err := sql.Open("pgx", os.Getenv("DSN"))
	if err != nil {
		log.Fatal(err)
	}
	s := &store{db}
	stats := mux.NewRouter()
	stats.HandleFunc("/stat", s.stat)
	go http.ListenAndServe("localhost:1", http.StripPrefix("/debug", stats)) // want `1 handler may wait as long as the client does: .*\(stat\)`

	r := chi.NewRouter()
	r.Get("/", s.page)
	r.Route("/items", func(r chi.Router) { r.Get("/{id}", s.item) })
	log.Fatal(http.ListenAndServe("localhost:2", &site{r})) // want `2 handlers may wait as long as the client does: .*\(item, page\)`
}
