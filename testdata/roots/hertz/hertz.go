// Package hertz has handlers of hertz, go-zero and iris.
package hertz

import (
	"context"
	"net/http"

	"github.com/cloudwego/hertz/pkg/app"
	"github.com/cloudwego/hertz/pkg/app/server"
	"github.com/kataras/iris/v12"
	"github.com/zeromicro/go-zero/rest"
)

func get(c context.Context, ctx *app.RequestContext) {} // root handler, context in c

func auth() app.HandlerFunc { // not a root
	return func(c context.Context, ctx *app.RequestContext) { ctx.Next(c) } // root handler, context in c
}

func getIris(ctx iris.Context) {} // root handler, context in ctx

func loginHandler(secret string) http.HandlerFunc { // not a root
	return func(w http.ResponseWriter, r *http.Request) {} // root handler, context in r
}

func quota(next http.HandlerFunc) http.HandlerFunc { // not a root
	return func(w http.ResponseWriter, r *http.Request) { next(w, r) } // root handler, context in r
}

func Routes(s *rest.Server) { // not a root
	h := server.Default()
	h.Use(auth())
	h.GET("/", get)
	app := iris.New()
	app.Get("/", getIris, func(ctx iris.Context) { ctx.Next() }) // root handler, context in ctx
	s.Use(quota)
	s.AddRoutes([]rest.Route{{Method: "POST", Path: "/login", Handler: loginHandler("x")}})
}
