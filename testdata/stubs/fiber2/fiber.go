// Package fiber has the API of the real one that fixtures use, without bodies.
package fiber

import (
	"context"
	"net"
	"time"

	"github.com/valyala/fasthttp"
)

type Handler = func(*Ctx) error

type Ctx struct{}

func (c *Ctx) Context() *fasthttp.RequestCtx      { return nil }
func (c *Ctx) UserContext() context.Context       { return nil }
func (c *Ctx) SetUserContext(ctx context.Context) {}
func (c *Ctx) Next() error                        { return nil }
func (c *Ctx) SendString(body string) error       { return nil }

type Router interface {
	Get(path string, handlers ...Handler) Router
	Post(path string, handlers ...Handler) Router
	Use(args ...any) Router
	Group(prefix string, handlers ...Handler) Router
	Route(prefix string, fn func(router Router), name ...string) Router
}

type App struct{}

type Config struct {
	AppName                                string
	ReadTimeout, WriteTimeout, IdleTimeout time.Duration
}

func New(config ...Config) *App { return nil }

func (app *App) Get(path string, handlers ...Handler) Router                        { return nil }
func (app *App) Post(path string, handlers ...Handler) Router                       { return nil }
func (app *App) Use(args ...any) Router                                             { return nil }
func (app *App) Group(prefix string, handlers ...Handler) Router                    { return nil }
func (app *App) Route(prefix string, fn func(router Router), name ...string) Router { return nil }
func (app *App) Listen(addr string) error                                           { return nil }
func (app *App) Listener(ln net.Listener) error                                     { return nil }
func (app *App) Mount(prefix string, sub *App) Router                               { return nil }
func (app *App) Handler() fasthttp.RequestHandler                                   { return nil }
func (app *App) Server() *fasthttp.Server                                           { return nil }
