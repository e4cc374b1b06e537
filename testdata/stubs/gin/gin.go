// Package gin has the API of the real one that fixtures use, without bodies.
package gin

import (
	"mime/multipart"
	"net/http"
	"time"
)

type HandlerFunc func(*Context)

type H map[string]any

type Context struct {
	Request *http.Request
	Writer  http.ResponseWriter
}

func (c *Context) Abort()                                              {}
func (c *Context) AbortWithStatus(code int)                            {}
func (c *Context) BindJSON(obj any) error                              { return nil }
func (c *Context) Copy() *Context                                      { return nil }
func (c *Context) Deadline() (time.Time, bool)                         { return time.Time{}, false }
func (c *Context) Done() <-chan struct{}                               { return nil }
func (c *Context) Err() error                                          { return nil }
func (c *Context) FormFile(name string) (*multipart.FileHeader, error) { return nil, nil }
func (c *Context) GetRawData() ([]byte, error)                         { return nil, nil }
func (c *Context) JSON(code int, obj any)                              {}
func (c *Context) Next()                                               {}
func (c *Context) Param(key string) string                             { return "" }
func (c *Context) Query(key string) string                             { return "" }
func (c *Context) ShouldBindJSON(obj any) error                        { return nil }
func (c *Context) Status(code int)                                     {}
func (c *Context) String(code int, s string, args ...any)              {}
func (c *Context) Value(key any) any                                   { return nil }

type IRoutes interface {
	Use(...HandlerFunc) IRoutes
	GET(string, ...HandlerFunc) IRoutes
	POST(string, ...HandlerFunc) IRoutes
}

type RouterGroup struct{}

func (g *RouterGroup) Use(middleware ...HandlerFunc) IRoutes                       { return nil }
func (g *RouterGroup) Group(path string, handlers ...HandlerFunc) *RouterGroup     { return nil }
func (g *RouterGroup) Handle(method, path string, handlers ...HandlerFunc) IRoutes { return nil }
func (g *RouterGroup) GET(path string, handlers ...HandlerFunc) IRoutes            { return nil }
func (g *RouterGroup) POST(path string, handlers ...HandlerFunc) IRoutes           { return nil }
func (g *RouterGroup) PUT(path string, handlers ...HandlerFunc) IRoutes            { return nil }
func (g *RouterGroup) DELETE(path string, handlers ...HandlerFunc) IRoutes         { return nil }

type Engine struct {
	RouterGroup
	ContextWithFallback bool
}

func New() *Engine     { return nil }
func Default() *Engine { return nil }

func (e *Engine) Run(addr ...string) error                           { return nil }
func (e *Engine) ServeHTTP(w http.ResponseWriter, req *http.Request) {}
func (e *Engine) Use(middleware ...HandlerFunc) IRoutes              { return nil }
func (e *Engine) NoRoute(handlers ...HandlerFunc)                    {}

func Logger() HandlerFunc   { return nil }
func Recovery() HandlerFunc { return nil }

func WrapH(h http.Handler) HandlerFunc { return nil }
