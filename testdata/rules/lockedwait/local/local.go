// Package local has a database in a file, which takes one writer at a time.
package local

import (
	"database/sql"
	"net/http"
	"sync"
)

type server struct {
	mu     sync.Mutex
	db     *sql.DB
	client http.Client
}

func open(path string) (*sql.DB, error) { return sql.Open("sqlite", path) }

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.db.ExecContext(r.Context(), "update t set n = n + 1")
	resp, err := s.client.Do(r) // want `server.mu is held across`
	if err == nil {
		resp.Body.Close()
	}
}
