// Package connect has the API of the real one that fixtures use, without bodies.
package connect

import (
	"context"
	"net/http"
)

type Request[T any] struct{ Msg *T }

type Response[T any] struct{ Msg *T }

type ServerStream[Res any] struct{}

type AnyRequest interface{ Any() any }

type AnyResponse interface{ Any() any }

type UnaryFunc func(context.Context, AnyRequest) (AnyResponse, error)

type UnaryInterceptorFunc func(UnaryFunc) UnaryFunc

type HandlerOption interface{ apply() }

type Handler struct{}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

func NewResponse[T any](message *T) *Response[T] { return nil }

func NewUnaryHandler[Req, Res any](procedure string, unary func(context.Context, *Request[Req]) (*Response[Res], error), options ...HandlerOption) *Handler {
	return nil
}

func NewServerStreamHandler[Req, Res any](procedure string, implementation func(context.Context, *Request[Req], *ServerStream[Res]) error, options ...HandlerOption) *Handler {
	return nil
}
