// Package graphql has the API of the real one that fixtures use, without bodies.
package graphql

import "context"

type ResolveParams struct {
	Source  any
	Args    map[string]any
	Context context.Context
}

type FieldResolveFn func(p ResolveParams) (any, error)

type Field struct{ Resolve FieldResolveFn }

type Fields map[string]*Field
