// Package context has the API of the real one that fixtures use, without bodies.
package context

import "net/http"

type Handler func(*Context)

type Context struct{}

func (ctx *Context) Request() *http.Request { return nil }
func (ctx *Context) Next()                  {}
func (ctx *Context) JSON(v any) error       { return nil }
