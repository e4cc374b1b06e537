// Package grpc has services and interceptors of grpc-go.
package grpc

import (
	"context"

	"google.golang.org/grpc"

	"example.com/testdata/roots/grpc/greetpb"
)

type server struct {
	greetpb.UnimplementedGreeterServer
}

func (s *server) SayHello(ctx context.Context, req *greetpb.HelloRequest) (*greetpb.HelloReply, error) { // root rpc method, context in ctx
	return s.reply(ctx, req)
}

func (s *server) reply(ctx context.Context, req *greetpb.HelloRequest) (*greetpb.HelloReply, error) { // not a root
	return nil, nil
}

func (s *server) Watch(req *greetpb.HelloRequest, stream grpc.ServerStreamingServer[greetpb.HelloReply]) error { // root rpc method, context in stream
	return nil
}

// Not in the interface.
func (s *server) Close(ctx context.Context) error { return nil } // not a root

// Two types that are a service together.
type hello struct{}

func (hello) SayHello(ctx context.Context, req *greetpb.HelloRequest) (*greetpb.HelloReply, error) { // root rpc method, context in ctx
	return nil, nil
}

type base struct {
	greetpb.UnimplementedGreeterServer
}

type composed struct {
	hello
	base
}

var _ greetpb.GreeterServer = &composed{}

func logging(ctx context.Context, req any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) { // root interceptor, context in ctx
	return handler(ctx, req)
}

func streamAuth() grpc.StreamServerInterceptor { // not a root
	return func(srv any, ss grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error { // root interceptor, context in ss
		return handler(srv, ss)
	}
}

// A client's interceptor sees requests that go out.
func outgoing(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoker grpc.UnaryInvoker, opts ...grpc.CallOption) error { // not a root
	return invoker(ctx, method, req, reply, cc, opts...)
}

var _ = outgoing

func Serve() { // not a root
	s := grpc.NewServer(grpc.UnaryInterceptor(logging), grpc.ChainStreamInterceptor(streamAuth()))
	greetpb.RegisterGreeterServer(s, &server{})
}

// An interface that happens to have the shape of a generated one.
type greeter interface {
	Greet(ctx context.Context, req *greetpb.HelloRequest) (*greetpb.HelloReply, error)
}

type Client struct{}

func (c *Client) Greet(ctx context.Context, req *greetpb.HelloRequest) (*greetpb.HelloReply, error) { // not a root
	return nil, nil
}

func NewThing(g greeter) *server { return nil } // not a root

var _ = NewThing(&Client{})
