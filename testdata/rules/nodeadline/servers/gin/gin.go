// Package gin builds an engine whose contexts never end.
package gin

import (
	"context"
	"database/sql"

	"github.com/gin-gonic/gin"
)

type users struct{ db *sql.DB }

func (u *users) get(c *gin.Context) {
	_ = u.db.PingContext(c)
	_ = u.find(c)
	_ = u.find(context.WithValue(c, "k", ""))
	_ = u.find(c.Request.Context())
}

func (u *users) put(c *gin.Context) { _ = u.find(c) }

func (u *users) list(c *gin.Context) { _ = u.find(c.Request.Context()) }

// What a directive stands at is none of the server's business.
func (u *users) quiet(c *gin.Context) {
	_ = u.find(c) //stallcheck:ignore nodeadline a peer that always answers
}

func (u *users) find(ctx context.Context) error {
	_, err := u.db.ExecContext(ctx, "select 1")
	return err
}

func Run(u *users) error {
	e := gin.New() // want `2 handlers may wait for ever: gin.Context never ends without ContextWithFallback, and 1 more as long as the client does \(get, put\)`
	e.GET("/users", u.get, u.put, u.list, u.quiet)
	return e.Run()
}
