// Package gin gives requests a deadline by middleware.
package gin

import (
	"context"
	"database/sql"
	"time"

	"github.com/gin-gonic/gin"
)

type users struct{ db *sql.DB }

func (u *users) find(c *gin.Context) { _ = u.db.PingContext(c.Request.Context()) }

func deadline(d time.Duration) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), d)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

func Run(u *users) error {
	e := gin.New()
	e.Use(deadline(time.Second))
	e.GET("/users", u.find)
	return e.Run("localhost:1")
}
