// Package echo has handlers of echo, versions 4 and 5.
package echo

import (
	"github.com/labstack/echo/v4"
	echo5 "github.com/labstack/echo/v5"
)

type API struct{}

func (a *API) Get(c echo.Context) error { return a.respond(c, 200) } // root handler, context in c

func (a *API) respond(c echo.Context, code int) error { return c.NoContent(code) } // not a root

func (a *API) GetV5(c *echo5.Context) error { return nil } // root handler, context in c

// A context of the service's own.
type userContext struct {
	echo.Context
	user string
}

func (a *API) Me(c *userContext) error { return nil } // root handler, context in c

func Timeout(next echo.HandlerFunc) echo.HandlerFunc { // not a root
	return func(c echo.Context) error { // root handler, context in c
		return next(c)
	}
}

func withUser(h func(c *userContext) error) echo.HandlerFunc { // not a root
	return func(c echo.Context) error { return h(&userContext{Context: c}) } // root handler, context in c
}

func Routes(a *API) { // not a root
	e := echo.New()
	e.Use(Timeout)
	e.GET("/", a.Get, func(next echo.HandlerFunc) echo.HandlerFunc { return next }) // not a root
	e.Group("/me").GET("/", withUser(a.Me))
	e5 := echo5.New()
	e5.GET("/", func(c *echo5.Context) error { return nil }) // root handler, context in c
}
