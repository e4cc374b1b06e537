// Package echo has the API of the real one that fixtures use, without bodies.
package echo

import "net/http"

type HandlerFunc func(c *Context) error

type MiddlewareFunc func(next HandlerFunc) HandlerFunc

type Context struct{ request *http.Request }

func (c *Context) Request() *http.Request     { return nil }
func (c *Context) Param(name string) string   { return "" }
func (c *Context) JSON(code int, i any) error { return nil }

type RouteInfo struct{}

type Echo struct{}

func New() *Echo { return nil }

func (e *Echo) GET(path string, h HandlerFunc, m ...MiddlewareFunc) RouteInfo { return RouteInfo{} }
func (e *Echo) Use(middleware ...MiddlewareFunc)                              {}
