// Package kratos has services of kratos.
package kratos

import (
	"context"

	"github.com/go-kratos/kratos/v2/middleware"
	"github.com/go-kratos/kratos/v2/transport/http"

	v1 "example.com/testdata/roots/kratos/v1"
)

type GreeterService struct{}

func (s *GreeterService) SayHello(ctx context.Context, in *v1.HelloRequest) (*v1.HelloReply, error) { // root rpc method, context in ctx
	return nil, nil
}

func (s *GreeterService) Save(ctx context.Context, in *v1.HelloRequest) error { return nil } // not a root

func auth() middleware.Middleware { // not a root
	return func(handler middleware.Handler) middleware.Handler { // not a root
		return func(ctx context.Context, req any) (any, error) { // root interceptor, context in ctx
			return handler(ctx, req)
		}
	}
}

func upload(ctx http.Context) error { return nil } // root handler, context in ctx

func Routes(s *http.Server) { // not a root
	v1.RegisterGreeterHTTPServer(s, &GreeterService{})
	s.Route("/").GET("/upload", upload)
}
