// Package both has a database in a file, or a server's.
package both

import (
	"database/sql"
	"net/http"
)

type server struct{ db *sql.DB }

func open(path, dsn string) (db *sql.DB, err error) {
	if path != "" {
		return sql.Open("sqlite", path)
	}
	return sql.Open("postgres", dsn)
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.find()
}

func (s *server) find() {
	s.db.QueryRow("select 1") // want `QueryRow may wait forever`
}
