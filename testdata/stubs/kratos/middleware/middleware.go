// Package middleware has the API of the real one that fixtures use, without bodies.
package middleware

import "context"

type Handler func(ctx context.Context, req any) (any, error)

type Middleware func(Handler) Handler
