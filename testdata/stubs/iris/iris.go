// Package iris has the API of the real one that fixtures use, without bodies.
package iris

import "github.com/kataras/iris/v12/context"

type Context = *context.Context

type Handler = context.Handler

type Application struct{}

func New() *Application { return nil }

func (app *Application) Get(relativePath string, handlers ...context.Handler) {}
func (app *Application) Use(handlers ...context.Handler)                      {}
