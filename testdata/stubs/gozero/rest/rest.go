// Package rest has the API of the real one that fixtures use, without bodies.
package rest

import "net/http"

type Middleware func(next http.HandlerFunc) http.HandlerFunc

type Route struct {
	Method  string
	Path    string
	Handler http.HandlerFunc
}

type RouteOption func(r *Route)

type Server struct{}

func (s *Server) AddRoutes(rs []Route, opts ...RouteOption) {}
func (s *Server) Use(middleware Middleware)                 {}
