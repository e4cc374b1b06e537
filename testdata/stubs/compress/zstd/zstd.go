// Package zstd has the API of the real one that fixtures use, without bodies.
package zstd

import "io"

type (
	Encoder struct{}
	EOption func(*Encoder)
)

func NewWriter(w io.Writer, opts ...EOption) (*Encoder, error) { return nil, nil }

func (e *Encoder) EncodeAll(src, dst []byte) []byte { return nil }

func (e *Encoder) Close() error { return nil }
