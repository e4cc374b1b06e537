// Package http has the API of the real one that fixtures use, without bodies.
package http

import (
	"context"
	"net/http"
)

type Context interface {
	context.Context
	Request() *http.Request
	Bind(any) error
	Result(int, any) error
}

type HandlerFunc func(Context) error

type FilterFunc func(http.Handler) http.Handler

type Server struct{}

func (s *Server) Route(prefix string, filters ...FilterFunc) *Router { return nil }
func (s *Server) HandleFunc(path string, h http.HandlerFunc)         {}

type Router struct{}

func (r *Router) GET(path string, h HandlerFunc, m ...FilterFunc) {}
