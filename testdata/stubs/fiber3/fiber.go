// Package fiber has the API of the real one that fixtures use, without bodies.
package fiber

import (
	"context"
	"time"
)

type Handler = func(Ctx) error

type Ctx interface {
	Context() context.Context
	Next() error
	SendString(body string) error
}

type Router interface {
	Get(path string, handler any, handlers ...any) Router
	Use(args ...any) Router
	Group(prefix string, handlers ...any) Router
	Route(prefix string, fn func(router Router), name ...string) Router
}

type App struct{}

type Config struct {
	AppName                                string
	ReadTimeout, WriteTimeout, IdleTimeout time.Duration
}

func New(config ...Config) *App { return nil }

func (app *App) Get(path string, handler any, handlers ...any) Router               { return nil }
func (app *App) Use(args ...any) Router                                             { return nil }
func (app *App) Group(prefix string, handlers ...any) Router                        { return nil }
func (app *App) Route(prefix string, fn func(router Router), name ...string) Router { return nil }
func (app *App) Listen(addr string) error                                           { return nil }
