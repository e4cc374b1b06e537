package grpc

import "context"

type DialOption interface{ applyDial() }

func NewClient(target string, opts ...DialOption) (*ClientConn, error) { return nil, nil }

func (cc *ClientConn) Close() error { return nil }

func Dial(target string, opts ...DialOption) (*ClientConn, error) { return nil, nil }

type ClientConnInterface interface {
	Invoke(ctx context.Context, method string, args any, reply any, opts ...CallOption) error
}

func WithTransportCredentials(creds any) DialOption            { return nil }
func WithBlock() DialOption                                    { return nil }
func WithDefaultServiceConfig(s string) DialOption             { return nil }
func WithUnaryInterceptor(f UnaryClientInterceptor) DialOption { return nil }

type UnaryClientInterceptor func(ctx context.Context, method string, req, reply any, cc *ClientConn, invoker UnaryInvoker, opts ...CallOption) error
