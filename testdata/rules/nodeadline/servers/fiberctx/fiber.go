// Package fiberctx builds an app whose middleware gives each request a context.
package fiberctx

import (
	"context"
	"database/sql"
	"time"

	"github.com/gofiber/fiber/v2"
)

type users struct{ db *sql.DB }

func (u *users) get(c *fiber.Ctx) error { return u.db.PingContext(c.UserContext()) }

func limit(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), time.Second)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}

func Run(u *users) error {
	app := fiber.New()
	app.Use(limit)
	app.Get("/users", u.get)
	return app.Listen(":1")
}
