// Package groups limits groups of routes.
package groups

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"golang.org/x/crypto/bcrypt"
)

func routes(r chi.Router) {
	r.Group(func(r chi.Router) {
		r.Use(logged, middleware.Throttle(8))
		r.Post("/login", login)
		r.Route("/admin", func(r chi.Router) { r.Post("/", register) })
	})
	r.With(middleware.Throttle(2)).Post("/verify", verify)
	r.Handle("/export", middleware.Throttle(1)(&export{}))
	r.Post("/reset", reset)
}

func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

func login(w http.ResponseWriter, r *http.Request)  { compare(r, "login") }
func verify(w http.ResponseWriter, r *http.Request) { compare(r, "verify") }

func compare(r *http.Request, field string) {
	_ = bcrypt.CompareHashAndPassword(nil, []byte(r.FormValue(field)))
}

func register(w http.ResponseWriter, r *http.Request) { compare(r, "register") }

type export struct{}

func (e *export) ServeHTTP(w http.ResponseWriter, r *http.Request) { compare(r, "export") }

func reset(w http.ResponseWriter, r *http.Request) {
	_, _ = bcrypt.GenerateFromPassword([]byte(r.FormValue("reset")), 12) // want `bcrypt.GenerateFromPassword computes for every request`
}

func limit(permits chan struct{}) gin.HandlerFunc {
	return func(c *gin.Context) {
		permits <- struct{}{}
		defer func() { <-permits }()
		c.Next()
	}
}

func ginRoutes(e *gin.Engine, permits chan struct{}) {
	slow := e.Group("/slow")
	slow.Use(limit(permits))
	slow.POST("/login", loginGin)
	other := e.Group("/other", limit(permits))
	other.POST("/verify", loginGin)
	e.POST("/register", registerGin)
}

func loginGin(c *gin.Context) { _ = bcrypt.CompareHashAndPassword(nil, []byte(c.Query("password"))) }

func registerGin(c *gin.Context) {
	_, _ = bcrypt.GenerateFromPassword([]byte(c.Query("password")), 12) // want `bcrypt.GenerateFromPassword computes for every request`
}
