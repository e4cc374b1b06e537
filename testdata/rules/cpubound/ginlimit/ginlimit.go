// Package ginlimit limits routes as gin and echo do, next to their handlers.
package ginlimit

import (
	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
	"golang.org/x/crypto/bcrypt"
)

func limit(n int) gin.HandlerFunc {
	permits := make(chan struct{}, n)
	return func(c *gin.Context) {
		permits <- struct{}{}
		defer func() { <-permits }()
		c.Next()
	}
}

func limitEcho(n int) echo.MiddlewareFunc {
	permits := make(chan struct{}, n)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			permits <- struct{}{}
			defer func() { <-permits }()
			return next(c)
		}
	}
}

func routes(e *gin.Engine, o *echo.Echo) {
	e.POST("/login", limit(4), login)
	e.POST("/register", register)
	o.POST("/login", loginEcho, limitEcho(4))
	o.POST("/register", registerEcho)
}

func login(c *gin.Context) { _ = bcrypt.CompareHashAndPassword(nil, []byte(c.Query("password"))) }

func register(c *gin.Context) {
	_, _ = bcrypt.GenerateFromPassword([]byte(c.Query("password")), 12) // want `bcrypt.GenerateFromPassword computes for every request`
}

func loginEcho(c echo.Context) error {
	return bcrypt.CompareHashAndPassword(nil, []byte(c.Param("password")))
}

func registerEcho(c echo.Context) error {
	_, err := bcrypt.GenerateFromPassword([]byte(c.Param("password")), 12) // want `bcrypt.GenerateFromPassword computes for every request`
	return err
}
