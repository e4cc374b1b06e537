// Package fastglue has handlers of fastglue.
package fastglue

import "github.com/zerodha/fastglue"

func get(r *fastglue.Request) error { return nil } // root handler

func known(r *fastglue.Request) *fastglue.Request { return r } // root interceptor

func auth(next fastglue.FastRequestHandler) fastglue.FastRequestHandler { // not a root
	return func(r *fastglue.Request) error { return next(r) } // root handler
}

func routes() { // not a root
	g := fastglue.New()
	g.Before(known)
	g.GET("/", auth(get))
}
