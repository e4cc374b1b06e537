// Package rate has the API of the real one that fixtures use, without bodies.
package rate

import "context"

type Limit float64

type Limiter struct{}

func NewLimiter(r Limit, b int) *Limiter { return nil }

func (lim *Limiter) Allow() bool                    { return false }
func (lim *Limiter) Wait(ctx context.Context) error { return nil }
