// Package limited installs middleware of its own in front of its handlers.
package limited

import (
	"net/http"

	"golang.org/x/crypto/bcrypt"
)

type server struct {
	mux     *http.ServeMux
	permits chan struct{}
}

func (s *server) routes() http.Handler {
	s.mux.HandleFunc("POST /login", s.login)
	return s.limit(s.mux)
}

func (s *server) login(w http.ResponseWriter, r *http.Request) {
	_ = bcrypt.CompareHashAndPassword(nil, []byte(r.FormValue("password")))
}

func (s *server) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case s.permits <- struct{}{}:
			defer func() { <-s.permits }()
			next.ServeHTTP(w, r)
		default:
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
}
