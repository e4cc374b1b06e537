// Package grpc has the API of the real one that fixtures use, without bodies.
package grpc

import "context"

type ServiceDesc struct{ ServiceName string }

type ServiceRegistrar interface {
	RegisterService(desc *ServiceDesc, impl any)
}

type Server struct{}

type ServerOption interface{ apply() }

func NewServer(opt ...ServerOption) *Server { return nil }

func (s *Server) RegisterService(sd *ServiceDesc, ss any) {}

func UnaryInterceptor(i UnaryServerInterceptor) ServerOption                      { return nil }
func KeepaliveParams(kp any) ServerOption                                         { return nil }
func MaxRecvMsgSize(m int) ServerOption                                           { return nil }
func ChainStreamInterceptor(interceptors ...StreamServerInterceptor) ServerOption { return nil }

type UnaryServerInfo struct {
	Server     any
	FullMethod string
}

type StreamServerInfo struct{ FullMethod string }

type UnaryHandler func(ctx context.Context, req any) (any, error)

type StreamHandler func(srv any, stream ServerStream) error

type UnaryServerInterceptor func(ctx context.Context, req any, info *UnaryServerInfo, handler UnaryHandler) (resp any, err error)

type StreamServerInterceptor func(srv any, ss ServerStream, info *StreamServerInfo, handler StreamHandler) error

type ServerStream interface {
	Context() context.Context
	SendMsg(m any) error
	RecvMsg(m any) error
}

type ServerStreamingServer[Res any] interface {
	Send(*Res) error
	ServerStream
}

type CallOption interface{ before() }

type ClientConn struct{}

type UnaryInvoker func(ctx context.Context, method string, req, reply any, cc *ClientConn, opts ...CallOption) error

func (cc *ClientConn) Invoke(ctx context.Context, method string, args, reply any, opts ...CallOption) error {
	return nil
}
