// Package config has the API of the real one that fixtures use, without bodies.
package config

import "context"

type Config struct{ Region string }

type LoadOptions struct{}

type LoadOptionsFunc func(*LoadOptions) error

func LoadDefaultConfig(ctx context.Context, optFns ...func(*LoadOptions) error) (Config, error) {
	return Config{}, nil
}

func WithRegion(v string) func(*LoadOptions) error { return nil }
