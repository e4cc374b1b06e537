// Package huma has the API of the real one that fixtures use, without bodies.
package huma

import "context"

type API interface {
	UseMiddleware(middlewares ...func(ctx Context, next func(Context)))
}

type Context interface {
	Context() context.Context
	Param(name string) string
}

type Operation struct{ Method, Path string }

func Get[I, O any](api API, path string, handler func(context.Context, *I) (*O, error), operationHandlers ...func(o *Operation)) {
}

func Post[I, O any](api API, path string, handler func(context.Context, *I) (*O, error), operationHandlers ...func(o *Operation)) {
}

func Register[I, O any](api API, op Operation, handler func(context.Context, *I) (*O, error)) {}
