// Package fiber builds an app whose requests are given no context.
package fiber

import (
	"context"
	"database/sql"
	"time"

	"github.com/gofiber/fiber/v2"
)

type users struct{ db *sql.DB }

func (u *users) get(c *fiber.Ctx) error {
	if err := u.db.PingContext(c.UserContext()); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), time.Second)
	defer cancel()
	return u.db.PingContext(ctx)
}

func Run(u *users) error {
	app := fiber.New() // want `1 handler may wait for ever: the context of fiber.Ctx is Background unless it is set \(get\)`
	app.Get("/users", u.get)
	return app.Listen(":1")
}
