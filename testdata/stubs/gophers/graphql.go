// Package graphql has the API of the real one that fixtures use, without bodies.
package graphql

type Schema struct{}

type SchemaOpt func(*Schema)

func MustParseSchema(schemaString string, resolver any, opts ...SchemaOpt) *Schema { return nil }
