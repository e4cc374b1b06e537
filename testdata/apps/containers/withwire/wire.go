//go:build wireinject

// Command withwire has its handler from an injector that wire generates.
package main

import (
	"github.com/google/wire"

	"example.com/containers/api"
)

func initialize() (*api.Handler, func(), error) {
	wire.Build(set, api.New)
	return nil, nil, nil
}
