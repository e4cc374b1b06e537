// Package oneroute limits some of its routes only.
package oneroute

import (
	"net/http"
	"sync"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"golang.org/x/crypto/bcrypt"
	"golang.org/x/time/rate"
)

var limiter = rate.NewLimiter(10, 10)

func limit(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !limiter.Allow() {
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		next(w, r)
	}
}

func logged(next http.Handler) http.Handler { return next }

func limitAndLog(next http.HandlerFunc) http.Handler { return logged(limit(next)) }

// Not a bound: any number of readers hold it.
var config sync.RWMutex

func configured(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		config.RLock()
		defer config.RUnlock()
		next(w, r)
	}
}

func Routes(r chi.Router) {
	r.Post("/login", limit(login))
	r.Handle("/reset", limitAndLog(reset))
	r.Handle("/verify", middleware.Throttle(4)(http.HandlerFunc(verify)))
	r.Post("/register", register)
	r.Post("/change", configured(change))
}

func login(w http.ResponseWriter, r *http.Request)  { compare(r, "login") }
func reset(w http.ResponseWriter, r *http.Request)  { compare(r, "reset") }
func verify(w http.ResponseWriter, r *http.Request) { compare(r, "verify") }

func compare(r *http.Request, field string) {
	_ = bcrypt.CompareHashAndPassword(nil, []byte(r.FormValue(field)))
}

func register(w http.ResponseWriter, r *http.Request) {
	_, _ = bcrypt.GenerateFromPassword([]byte(r.FormValue("password")), 12) // want `bcrypt.GenerateFromPassword computes for every request`
}

func change(w http.ResponseWriter, r *http.Request) {
	_, _ = bcrypt.GenerateFromPassword([]byte(r.FormValue("password")), 12) // want `bcrypt.GenerateFromPassword computes for every request`
}
