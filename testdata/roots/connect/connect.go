// Package connect has services of connect-go.
package connect

import (
	"context"

	"connectrpc.com/connect"
)

type Ping struct{ N int }

type Service struct{}

// Its interface is in a package that need not be imported here.
func (s *Service) Ping(ctx context.Context, req *connect.Request[Ping]) (*connect.Response[Ping], error) { // root handler, context in ctx
	return connect.NewResponse(s.answer(ctx, req.Msg)), nil
}

func (s *Service) Count(ctx context.Context, req *connect.Request[Ping], stream *connect.ServerStream[Ping]) error { // root handler, context in ctx
	return nil
}

func (s *Service) answer(ctx context.Context, p *Ping) *Ping { return p } // not a root

func logging() connect.UnaryInterceptorFunc { // not a root
	return func(next connect.UnaryFunc) connect.UnaryFunc { // not a root
		return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) { // root interceptor, context in ctx
			return next(ctx, req)
		}
	}
}
