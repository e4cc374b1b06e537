// Package work is a helper that handlers of another package call.
package work

import (
	"context"
	"time"
)

// Within runs f, for no longer than d.
func Within(ctx context.Context, d time.Duration, f func() error) error {
	done := make(chan error)
	go func() { done <- f() }() // want `the goroutine may send on done forever: .* \(via \(\*api.Handler\).Get → work.Within\)`
	select {
	case err := <-done:
		return err
	case <-time.After(d):
		return context.DeadlineExceeded
	}
}
