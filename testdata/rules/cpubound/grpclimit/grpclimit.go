// Package grpclimit limits calls in an interceptor.
package grpclimit

import (
	"context"

	"golang.org/x/crypto/bcrypt"
	"golang.org/x/sync/semaphore"
	"google.golang.org/grpc"
)

type LoginRequest struct{ Password string }

type AuthServer interface {
	Login(ctx context.Context, req *LoginRequest) (*LoginRequest, error)
}

func RegisterAuthServer(s grpc.ServiceRegistrar, srv AuthServer) {}

type auth struct{ permits *semaphore.Weighted }

func (a *auth) Login(ctx context.Context, req *LoginRequest) (*LoginRequest, error) {
	return req, bcrypt.CompareHashAndPassword(nil, []byte(req.Password))
}

func (a *auth) limit(ctx context.Context, req any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	if err := a.permits.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer a.permits.Release(1)
	return handler(ctx, req)
}

func New(n int64) *grpc.Server {
	a := &auth{semaphore.NewWeighted(n)}
	s := grpc.NewServer(grpc.UnaryInterceptor(a.limit))
	RegisterAuthServer(s, a)
	return s
}
