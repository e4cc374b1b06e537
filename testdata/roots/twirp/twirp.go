// Package twirp has a service of twirp, and what ogen, goa, gqlgen and
// oapi-codegen generate.
package twirp

import (
	"context"
	"net/http"

	"github.com/twitchtv/twirp"
	goa "goa.design/goa/v3/pkg"

	"example.com/testdata/roots/twirp/gen"
)

type hats struct{}

func (h *hats) MakeHat(ctx context.Context, size *gen.Size) (*gen.Hat, error) { // root rpc method, context in ctx
	return h.find(ctx, size)
}

func (h *hats) find(ctx context.Context, size *gen.Size) (*gen.Hat, error) { return nil, nil } // not a root

func logging(next twirp.Method) twirp.Method { // not a root
	return func(ctx context.Context, req any) (any, error) { return next(ctx, req) } // root interceptor, context in ctx
}

func Serve() { // not a root
	_ = gen.NewHaberdasherServer(&hats{}, twirp.WithServerInterceptors(logging))
}

// gqlgen.

type Resolver struct{}

func (r *Resolver) Query() gen.QueryResolver { return &queryResolver{r} } // not a root

type queryResolver struct{ *Resolver }

func (r *queryResolver) Hats(ctx context.Context) ([]*gen.Hat, error) { return nil, nil } // root rpc method, context in ctx

// oapi-codegen.

type api struct{}

func (api) GetHat(w http.ResponseWriter, r *http.Request, id string) {} // root rpc method, context in r

func (api) ListHats(ctx context.Context, req gen.ListHatsRequest) (gen.ListHatsResponse, error) { // root rpc method, context in ctx
	return nil, nil
}

// goa and go-kit: functions of a type that only its name tells from others.
func makeEndpoint(h *hats) goa.Endpoint { // not a root
	return func(ctx context.Context, request any) (any, error) { // root handler, context in ctx
		return h.MakeHat(ctx, request.(*gen.Size))
	}
}

func anything(ctx context.Context, request any) (any, error) { return nil, nil } // not a root
