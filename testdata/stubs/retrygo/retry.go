// Package retry has the API of the real one that fixtures use, without bodies.
package retry

import (
	"context"
	"time"
)

type Config struct{}

type Option func(*Config)

type RetryableFunc func() error

func Do(f RetryableFunc, opts ...Option) error { return nil }
func Attempts(n uint) Option                   { return nil }
func UntilSucceeded() Option                   { return nil }
func Delay(d time.Duration) Option             { return nil }
func MaxDelay(d time.Duration) Option          { return nil }
func Context(ctx context.Context) Option       { return nil }
