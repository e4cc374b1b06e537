// Package app has the API of the real one that fixtures use, without bodies.
package app

import "context"

type HandlerFunc func(c context.Context, ctx *RequestContext)

type RequestContext struct{}

func (ctx *RequestContext) JSON(code int, obj any)  {}
func (ctx *RequestContext) Next(c context.Context)  {}
func (ctx *RequestContext) Param(key string) string { return "" }
