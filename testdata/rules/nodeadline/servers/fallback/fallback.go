// Package fallback builds an engine whose contexts end with the request.
package fallback

import (
	"database/sql"

	"github.com/gin-gonic/gin"
)

type users struct{ db *sql.DB }

func (u *users) get(c *gin.Context) { _ = u.db.PingContext(c) }

func Run(u *users) error {
	e := gin.New()
	e.ContextWithFallback = true
	e.GET("/users", u.get)
	return e.Run()
}
