// Command rpc calls services whose connections set no deadline for calls.
package main

import (
	"context"
	"net/http"
	"time"

	"google.golang.org/grpc"

	"example.com/testdata/rules/clienttimeout/rpc/pb"
)

type frontend struct {
	byField  pb.ItemsClient
	byConn   *grpc.ClientConn
	config   pb.OrdersClient
	always   pb.CartsClient
	unused   *grpc.ClientConn
	injected pb.UsersClient
	chained  pb.BillsClient
}

func main() {
	f := &frontend{}
	connect(&f.byConn, "by-conn")
	f.byField = pb.NewItemsClient(dial("by-field"))
	f.config = pb.NewOrdersClient(configured("config"))
	f.always = pb.NewCartsClient(dialAlways("always"))
	f.unused = dialUnused("unused")
	f.injected = pb.NewUsersClient(dialWith("injected", options...))
	f.chained = pb.NewBillsClient(intercepted("chained"))
	http.HandleFunc("/get", f.get)
	http.ListenAndServe("localhost:8080", nil)
}

func (f *frontend) get(w http.ResponseWriter, r *http.Request) {
	f.byField.Get(r.Context(), &pb.Item{})
	pb.NewItemsClient(f.byConn).Get(r.Context(), &pb.Item{})
	f.config.Get(r.Context(), &pb.Item{})
	f.injected.Get(r.Context(), &pb.Item{})
	f.chained.Get(r.Context(), &pb.Item{})
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	f.always.Get(ctx, &pb.Item{})
}

func connect(conn **grpc.ClientConn, addr string) {
	var err error
	*conn, err = grpc.NewClient(addr, grpc.WithTransportCredentials(nil)) // want `grpc.NewClient is given no WithDefaultServiceConfig, and its calls no deadline: .*`
	must(err)
}

func dial(addr string) *grpc.ClientConn {
	opts, err := common()
	must(err)
	conn, err := grpc.NewClient(addr, append(opts, grpc.WithTransportCredentials(nil))...) // want `grpc.NewClient is given no WithDefaultServiceConfig, and its calls no deadline: .*`
	must(err)
	return conn
}

func common() ([]grpc.DialOption, error) {
	return []grpc.DialOption{grpc.WithTransportCredentials(nil)}, nil
}

// The service's configuration may say how long a call may take.
func configured(addr string) *grpc.ClientConn {
	conn, err := grpc.NewClient(addr, grpc.WithDefaultServiceConfig(`{}`))
	must(err)
	return conn
}

// Every call has a deadline.
func dialAlways(addr string) *grpc.ClientConn {
	conn, err := grpc.Dial(addr)
	must(err)
	return conn
}

// No request calls it.
func dialUnused(addr string) *grpc.ClientConn {
	conn, err := grpc.Dial(addr)
	must(err)
	return conn
}

var options []grpc.DialOption

// Whoever gives the options may set a deadline.
func dialWith(addr string, opts ...grpc.DialOption) *grpc.ClientConn {
	conn, err := grpc.Dial(addr, opts...)
	must(err)
	return conn
}

// An interceptor sets it.
func intercepted(addr string) *grpc.ClientConn {
	conn, err := grpc.Dial(addr, grpc.WithUnaryInterceptor(limit))
	must(err)
	return conn
}

func limit(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoker grpc.UnaryInvoker, opts ...grpc.CallOption) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return invoker(ctx, method, req, reply, cc, opts...)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
