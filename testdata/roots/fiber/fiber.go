// Package fiber has handlers of fiber, versions 2 and 3, and of fasthttp.
package fiber

import (
	"github.com/gofiber/fiber/v2"
	fiber3 "github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"
)

func get(c *fiber.Ctx) error { return nil } // root handler, context in c

func get3(c fiber3.Ctx) error { return nil } // root handler, context in c

func raw(ctx *fasthttp.RequestCtx) { helper(ctx) } // root handler, context in ctx

func helper(ctx *fasthttp.RequestCtx) {} // not a root

func auth(level int) fiber.Handler { // not a root
	return func(c *fiber.Ctx) error { return c.Next() } // root handler, context in c
}

func Routes() error { // not a root
	app := fiber.New()
	app.Use(auth(1))
	app.Get("/", get)
	app.Route("/v1", func(r fiber.Router) { // not a root
		r.Get("/", func(c *fiber.Ctx) error { return nil }) // root handler, context in c
	})
	app3 := fiber3.New()
	app3.Get("/", get3, func(c fiber3.Ctx) error { return nil })      // root handler, context in c
	s := &fasthttp.Server{Handler: func(ctx *fasthttp.RequestCtx) {}} // root handler, context in ctx
	_ = fasthttp.ListenAndServe(":1", raw)
	return s.ListenAndServe(":2")
}
