// Package echo has the API of the real one that fixtures use, without bodies.
package echo

import (
	"context"
	"mime/multipart"
	"net/http"
)

type HandlerFunc func(c Context) error

type MiddlewareFunc func(next HandlerFunc) HandlerFunc

type Context interface {
	Request() *http.Request
	Response() *Response
	FormFile(name string) (*multipart.FileHeader, error)
	SetRequest(r *http.Request)
	Param(name string) string
	Bind(i any) error
	JSON(code int, i any) error
	NoContent(code int) error
	Get(key string) any
	Set(key string, val any)
}

type Response struct{ Writer http.ResponseWriter }

func (r *Response) Header() http.Header         { return nil }
func (r *Response) Write(b []byte) (int, error) { return 0, nil }
func (r *Response) WriteHeader(code int)        {}

type Route struct{}

type Echo struct{}

func New() *Echo { return nil }

func (e *Echo) GET(path string, h HandlerFunc, m ...MiddlewareFunc) *Route  { return nil }
func (e *Echo) POST(path string, h HandlerFunc, m ...MiddlewareFunc) *Route { return nil }
func (e *Echo) Group(prefix string, m ...MiddlewareFunc) *Group             { return nil }
func (e *Echo) Use(middleware ...MiddlewareFunc)                            {}
func (e *Echo) Start(address string) error                                  { return nil }

type Group struct{}

func (g *Group) GET(path string, h HandlerFunc, m ...MiddlewareFunc) *Route  { return nil }
func (g *Group) POST(path string, h HandlerFunc, m ...MiddlewareFunc) *Route { return nil }
func (g *Group) Use(middleware ...MiddlewareFunc)                            {}

func WrapHandler(h http.Handler) HandlerFunc { return nil }

func (e *Echo) Shutdown(ctx context.Context) error { return nil }
