// Package goa has the API of the real one that fixtures use, without bodies.
package goa

import "context"

type Endpoint func(ctx context.Context, request any) (response any, err error)
