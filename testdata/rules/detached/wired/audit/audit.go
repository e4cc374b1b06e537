// Package audit says what may be recorded, and how that is done in the background.
package audit

import "context"

type Recorder interface {
	Record(ctx context.Context, what string)
}

// Later records without waiting.
func Later(ctx context.Context, r Recorder, what string) {
	go r.Record(ctx, what) // want `the goroutine calls \(\*sql.DB\).ExecContext under the request's context, .* \(via \(\*api.Handler\).Get → audit.Later\)`
}
