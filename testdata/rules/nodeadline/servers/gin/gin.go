// Package gin builds an engine whose contexts never end.
package gin

import (
	"context"
	"database/sql"

	"github.com/gin-gonic/gin"
)

type users struct{ db *sql.DB }

func (u *users) get(c *gin.Context) {
	_ = u.db.PingContext(c)                   // want `PingContext may wait forever: .*gin.Context`
	_ = u.find(c)                             // want `find may wait forever in .*ExecContext: .*gin.Context`
	_ = u.find(context.WithValue(c, "k", "")) // want `find may wait forever in .*ExecContext: .*gin.Context`
	_ = u.find(c.Request.Context())
}

func (u *users) find(ctx context.Context) error {
	_, err := u.db.ExecContext(ctx, "select 1")
	return err
}

func Run(u *users) error {
	e := gin.New() // want `1 handler may wait as long as the client does: nothing on the way in sets a deadline \(get\)`
	e.GET("/users", u.get)
	return e.Run()
}
