// Package throttled installs middleware of a library.
package throttled

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"golang.org/x/crypto/bcrypt"
)

func Routes() http.Handler {
	r := chi.NewRouter()
	r.Use(middleware.Recoverer)
	r.Use(middleware.Throttle(8))
	r.Post("/login", login)
	return r
}

func login(w http.ResponseWriter, r *http.Request) {
	_ = bcrypt.CompareHashAndPassword(nil, []byte(r.FormValue("password")))
}
