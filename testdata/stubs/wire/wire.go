// Package wire has the API of the real one that fixtures use, without bodies.
package wire

type ProviderSet struct{}

func NewSet(args ...any) ProviderSet { return ProviderSet{} }
