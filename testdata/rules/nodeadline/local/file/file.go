// Package file has a database in a file: a query waits for nobody else.
package file

import (
	"database/sql"
	"net/http"
	"time"
)

const driver = "sqlite3"

type server struct{ db *sql.DB }

func open(path string) (*server, error) {
	db, err := sql.Open(driver, path)
	if err != nil {
		return nil, err
	}
	return &server{db}, nil
}

func (s *server) get(w http.ResponseWriter, r *http.Request) {
	s.db.QueryRow("select 1")
	resp, err := http.Get("http://localhost") // want `http.Get may wait forever`
	if err == nil {
		resp.Body.Close()
	}
}

// The weak form has nothing to bound either.
func (s *server) list(w http.ResponseWriter, r *http.Request) {
	s.db.ExecContext(r.Context(), "update t set n = n + 1")
}

func (s *server) serve() error {
	mux := http.NewServeMux()
	mux.HandleFunc("/get", s.get)
	mux.HandleFunc("/list", s.list)
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: time.Second}
	return srv.ListenAndServe()
}
