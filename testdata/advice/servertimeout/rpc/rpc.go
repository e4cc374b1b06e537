// Package rpc has gRPC servers without keepalive limits.
package rpc

import "google.golang.org/grpc"

func plain() *grpc.Server {
	return grpc.NewServer() // want `grpc.NewServer sets no keepalive limits: a peer that is gone holds a connection for hours`
}

func appended(large bool) *grpc.Server {
	options := []grpc.ServerOption{grpc.UnaryInterceptor(nil)}
	if large {
		options = append(options, grpc.MaxRecvMsgSize(1<<20))
	}
	return grpc.NewServer(options...) // want `grpc.NewServer sets no keepalive limits`
}

// given has options of somebody unknown.
func given(options ...grpc.ServerOption) *grpc.Server { return grpc.NewServer(options...) }
