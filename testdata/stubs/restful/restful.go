// Package restful has the API of the real one that fixtures use, without bodies.
package restful

import "net/http"

type Request struct{ Request *http.Request }

type Response struct{ http.ResponseWriter }

type FilterChain struct{}

func (f *FilterChain) ProcessFilter(req *Request, resp *Response) {}

type RouteFunction func(*Request, *Response)

type FilterFunction func(*Request, *Response, *FilterChain)

type RouteBuilder struct{}

func (b *RouteBuilder) To(function RouteFunction) *RouteBuilder { return b }

type WebService struct{}

func (w *WebService) GET(subPath string) *RouteBuilder { return nil }

func (w *WebService) Route(b *RouteBuilder) *WebService { return w }

func (w *WebService) Filter(filter FilterFunction) *WebService { return w }
