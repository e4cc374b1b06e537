// Package backoff has the API of the real one that fixtures use, without bodies.
package backoff

import (
	"context"
	"time"
)

type Operation func() error

type BackOff interface {
	NextBackOff() time.Duration
	Reset()
}

type BackOffContext interface {
	BackOff
	Context() context.Context
}

type ExponentialBackOff struct {
	InitialInterval, MaxInterval, MaxElapsedTime time.Duration
}

func (b *ExponentialBackOff) NextBackOff() time.Duration { return 0 }
func (b *ExponentialBackOff) Reset()                     {}

type ConstantBackOff struct{ Interval time.Duration }

func (b *ConstantBackOff) NextBackOff() time.Duration { return 0 }
func (b *ConstantBackOff) Reset()                     {}

type ExponentialBackOffOpts func(*ExponentialBackOff)

func NewExponentialBackOff(opts ...ExponentialBackOffOpts) *ExponentialBackOff { return nil }
func WithMaxElapsedTime(d time.Duration) ExponentialBackOffOpts                { return nil }
func NewConstantBackOff(d time.Duration) *ConstantBackOff                      { return nil }
func WithMaxRetries(b BackOff, max uint64) BackOff                             { return nil }
func WithContext(b BackOff, ctx context.Context) BackOffContext                { return nil }
func Retry(o Operation, b BackOff) error                                       { return nil }
