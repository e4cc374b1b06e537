// Package echo gives requests a deadline by the framework's middleware.
package echo

import (
	"database/sql"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

type users struct{ db *sql.DB }

func (u *users) find(c echo.Context) error { return u.db.PingContext(c.Request().Context()) }

func Run(u *users) error {
	e := echo.New()
	e.Use(middleware.ContextTimeout(time.Second))
	e.GET("/users", u.find)
	return e.Start("localhost:1")
}
