// Package web has the API of the real one that fixtures use, without bodies.
package web

import "github.com/beego/beego/v2/server/web/context"

type Controller struct {
	Ctx  *context.Context
	Data map[any]any
}

func (c *Controller) ServeJSON(encoding ...bool) error { return nil }
