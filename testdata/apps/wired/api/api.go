// Package api answers requests.
package api

import (
	"context"
	"net/http"
)

// Repo is what the handlers need of a database.
type Repo interface {
	Count(ctx context.Context) (int, error)
	Name() (string, error)
}

// Server is the service.
type Server struct{ repo Repo }

// New makes the service's handler.
func New(repo Repo) http.Handler {
	s := &Server{repo: repo}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /count", s.count)
	mux.HandleFunc("GET /name", s.name)
	return mux
}

func (s *Server) count(w http.ResponseWriter, r *http.Request) {
	if _, err := s.repo.Count(context.Background()); err != nil { // given a context that never ends
		w.WriteHeader(http.StatusInternalServerError)
	}
}

func (s *Server) name(w http.ResponseWriter, r *http.Request) {
	name, err := s.repo.Name()
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Write([]byte(name))
}
