// Package twirp has the API of the real one that fixtures use, without bodies.
package twirp

import "context"

type Method func(ctx context.Context, request any) (any, error)

type Interceptor func(Method) Method

type ServerOptions struct{}

type ServerOption func(*ServerOptions)

func WithServerInterceptors(interceptors ...Interceptor) ServerOption { return nil }
