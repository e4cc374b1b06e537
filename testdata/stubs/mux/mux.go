// Package mux has the API of the real one that fixtures use, without bodies.
package mux

import "net/http"

type Router struct{}

type Route struct{}

type MiddlewareFunc func(http.Handler) http.Handler

func NewRouter() *Router { return nil }

func (r *Router) Handle(path string, handler http.Handler) *Route { return nil }
func (r *Router) HandleFunc(path string, f func(http.ResponseWriter, *http.Request)) *Route {
	return nil
}
func (r *Router) Use(mwf ...MiddlewareFunc)                          {}
func (r *Router) ServeHTTP(w http.ResponseWriter, req *http.Request) {}

func (r *Route) Methods(methods ...string) *Route { return nil }

func Vars(r *http.Request) map[string]string { return nil }
