// Package bound binds by the framework, behind a limit.
package bound

import (
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

type user struct{ Name string }

func create(c echo.Context) error {
	var u user
	return c.Bind(&u)
}

func Serve() error {
	e := echo.New()
	e.Use(middleware.BodyLimit("1M"))
	e.POST("/users", create)
	return e.Start("localhost:1")
}
