// Package ants has the API of the real one that fixtures use, without bodies.
package ants

type Option func(opts *Options)

type Options struct{}

type Pool struct{}

func NewPool(size int, options ...Option) (*Pool, error) { return nil, nil }

func (p *Pool) Submit(task func()) error { return nil }
func (p *Pool) Release()                 {}
