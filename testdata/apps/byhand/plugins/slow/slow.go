// Package slow registers what waits. Nobody names it.
package slow

import (
	"database/sql"

	"example.com/byhand/plugins"
)

var db, _ = sql.Open("postgres", "")

func init() {
	plugins.Register("slow", plugin{})
	plugins.RegisterFactory("slow", func() plugins.Plugin { return &made{} })
	plugins.RegisterFunc("slow", func() error {
		return db.Ping() // want nodeadline
	})
}

type plugin struct{}

func (plugin) Work() error {
	return db.Ping() // want nodeadline
}

type made struct{}

func (*made) Work() error {
	return db.Ping() // want nodeadline
}
