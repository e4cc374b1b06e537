// Package lambda has the API of the real one that fixtures use, without bodies.
package lambda

import "context"

type Handler interface {
	Invoke(ctx context.Context, payload []byte) ([]byte, error)
}

type Option func()

func Start(handler any)                               {}
func StartHandler(handler Handler)                    {}
func StartWithOptions(handler any, options ...Option) {}
func WithEnableSIGTERM(callbacks ...func()) Option    { return nil }
