// Package fasthttp has the API of the real one that fixtures use, without bodies.
package fasthttp

import "time"

type RequestHandler func(ctx *RequestCtx)

type RequestCtx struct{}

func (ctx *RequestCtx) Deadline() (deadline time.Time, ok bool) { return time.Time{}, false }
func (ctx *RequestCtx) Done() <-chan struct{}                   { return nil }
func (ctx *RequestCtx) Err() error                              { return nil }
func (ctx *RequestCtx) Value(key any) any                       { return nil }
func (ctx *RequestCtx) Path() []byte                            { return nil }

type Server struct {
	Handler     RequestHandler
	ReadTimeout time.Duration
}

func (s *Server) ListenAndServe(addr string) error { return nil }

func ListenAndServe(addr string, handler RequestHandler) error { return nil }

type (
	Request  struct{}
	Response struct{}
)

type Client struct {
	Name                      string
	ReadTimeout, WriteTimeout time.Duration
}

func (c *Client) Do(req *Request, resp *Response) error { return nil }

func (c *Client) DoTimeout(req *Request, resp *Response, timeout time.Duration) error { return nil }

func Do(req *Request, resp *Response) error { return nil }
