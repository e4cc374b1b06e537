// Package kept has a gRPC server with keepalive limits.
package kept

import "google.golang.org/grpc"

func options() []grpc.ServerOption { return []grpc.ServerOption{grpc.KeepaliveParams(nil)} }

func limited() *grpc.Server { return grpc.NewServer(append(options(), grpc.MaxRecvMsgSize(1))...) }
