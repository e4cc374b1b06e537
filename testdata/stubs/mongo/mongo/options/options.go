// Package options has the API of the real one that fixtures use, without bodies.
package options

type ClientOptions struct{}

func Client() *ClientOptions { return nil }

func (c *ClientOptions) ApplyURI(uri string) *ClientOptions { return nil }
