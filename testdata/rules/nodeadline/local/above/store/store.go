// Package store has a database for tries, and takes others.
package store

import (
	"database/sql"
	"net/http"
)

type Server struct{ db *sql.DB }

func New(db *sql.DB) *Server { return &Server{db} }

func Try() (*Server, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	return New(db), nil
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.db.QueryRow("select 1") // want `QueryRow may wait forever`
}
