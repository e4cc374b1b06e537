// Package beego has controllers of beego.
package beego

import "github.com/beego/beego/v2/server/web"

type base struct {
	web.Controller
}

func (c *base) fail(err error) { _ = c.ServeJSON() } // not a root

type Users struct {
	base
}

func (c *Users) Get() { c.Finish() } // root handler

func (c *Users) Finish() { c.fail(nil) } // not a root

func (c *Users) Name() string { return c.Ctx.Request.URL.Path } // not a root

type plain struct{ Ctx *web.Controller }

func (p *plain) Get() {} // not a root
