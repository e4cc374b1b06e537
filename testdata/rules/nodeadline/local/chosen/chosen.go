// Package chosen has a database that somebody else names, and a cache in a file.
package chosen

import (
	"database/sql"
	"net/http"
)

type config struct{ driver, dsn string }

func (c config) open() (*sql.DB, error) { return sql.Open(c.driver, c.dsn) }

func cache() (*sql.DB, error) { return sql.Open("sqlite", "file.db") }

type server struct{ db *sql.DB }

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.find()
}

func (s *server) find() {
	s.db.QueryRow("select 1") // want `QueryRow may wait forever`
}
