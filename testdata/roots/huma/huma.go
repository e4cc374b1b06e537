// Package huma registers functions whose types say nothing: of huma, lambda,
// net/rpc and temporal, here and in another package.
package huma

import (
	"context"
	"net/rpc"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/danielgtaylor/huma/v2"
	"go.temporal.io/sdk/worker"

	"example.com/testdata/roots/huma/handlers"
)

type (
	In  struct{ ID string }
	Out struct{ Body string }
)

func get(ctx context.Context, in *In) (*Out, error) { return find(ctx, in) } // root handler, context in ctx

func find(ctx context.Context, in *In) (*Out, error) { return nil, nil } // not a root

type API struct{}

func (a *API) create(ctx context.Context, in *In) (*Out, error) { return nil, nil } // root handler, context in ctx

func (a *API) update(ctx context.Context, in *In) (*Out, error) { return nil, nil } // root handler, context in ctx

func logged(h func(context.Context, *In) (*Out, error)) func(context.Context, *In) (*Out, error) { // not a root
	return func(ctx context.Context, in *In) (*Out, error) { return h(ctx, in) } // root handler, context in ctx
}

// A helper that registers for its callers.
func add(api huma.API, path string, h func(context.Context, *In) (*Out, error)) { // not a root
	huma.Post(api, path, h)
}

func inHelper(ctx context.Context, in *In) (*Out, error) { return nil, nil } // root handler, context in ctx

func label(name string) string { return name } // not a root

func Routes(api huma.API, a *API) { // not a root
	huma.Get(api, "/x", get, func(o *huma.Operation) { o.Path = label(o.Path) }) // not a root
	huma.Register(api, huma.Operation{}, a.create)
	huma.Post(api, "/y", logged(a.update))
	huma.Post(api, "/z", func(ctx context.Context, in *In) (*Out, error) { return nil, nil }) // root handler, context in ctx
	add(api, "/h", inHelper)
	var users handlers.Users
	huma.Get(api, "/users", users.Get)    // roots elsewhere: (*example.com/testdata/roots/huma/handlers.Users).Get
	huma.Get(api, "/list", handlers.List) // roots elsewhere: example.com/testdata/roots/huma/handlers.List
}

// Lambda.

func handle(ctx context.Context, event map[string]string) error { return nil } // root handler, context in ctx

func Lambda() { // not a root
	lambda.StartWithOptions(handle, lambda.WithEnableSIGTERM(func() {})) // not a root
}

type raw struct{}

func (raw) Invoke(ctx context.Context, payload []byte) ([]byte, error) { return nil, nil } // root handler, context in ctx

func LambdaRaw() { lambda.StartHandler(raw{}) } // not a root

// net/rpc.

type Arith struct{}

func (t *Arith) Multiply(args *In, reply *Out) error { return nil } // root handler, no context

func (t *Arith) Reset() {} // not a root

func (t *Arith) private(args *In, reply *Out) error { return nil } // not a root

func RPC() error { return rpc.Register(&Arith{}) } // not a root

// Temporal.

type Activities struct{}

func (a *Activities) Send(ctx context.Context, to string) (string, error) { return to, nil } // root handler, context in ctx

func (a *Activities) Name() string { return "" } // not a root

func charge(ctx context.Context, amount int) error { return nil } // root handler, context in ctx

func Worker(w worker.Worker) { // not a root
	w.RegisterActivity(charge)
	w.RegisterActivity(&Activities{})
	w.RegisterActivity(&handlers.Activities{}) // roots elsewhere: (*example.com/testdata/roots/huma/handlers.Activities).Refund
}
