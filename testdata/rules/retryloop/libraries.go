package retryloop

import (
	"context"
	"net/http"
	"time"

	"github.com/avast/retry-go/v4"
	"github.com/cenkalti/backoff/v4"
)

func (s *server) exponential(w http.ResponseWriter, r *http.Request) {
	b := backoff.NewExponentialBackOff()
	b.MaxElapsedTime = 0
	_ = backoff.Retry(func() error { return s.ping(r.Context()) }, b) // want `backoff.Retry is retried for as long as it fails`
}

func (s *server) options(w http.ResponseWriter, r *http.Request) {
	b := backoff.NewExponentialBackOff(backoff.WithMaxElapsedTime(0))
	_ = backoff.Retry(func() error { return s.ping(r.Context()) }, b) // want `backoff.Retry is retried for as long as it fails`
}

func (s *server) constant(w http.ResponseWriter, r *http.Request) {
	_ = backoff.Retry(func() error { return s.ping(r.Context()) }, backoff.NewConstantBackOff(time.Second)) // want `backoff.Retry is retried for as long as it fails`
}

func (s *server) constantUnderBackground(w http.ResponseWriter, r *http.Request) {
	b := backoff.WithContext(backoff.NewConstantBackOff(time.Second), context.Background())
	_ = backoff.Retry(func() error { return s.ping(r.Context()) }, b) // want `backoff.Retry is retried for as long as it fails`
}

func (s *server) zero(w http.ResponseWriter, r *http.Request) {
	_ = retry.Do(func() error { return s.ping(r.Context()) }, retry.Attempts(0), retry.MaxDelay(time.Second)) // want `retry.Do is retried for as long as it fails`
}

func (s *server) untilSucceeded(w http.ResponseWriter, r *http.Request) {
	_ = retry.Do(func() error { return s.ping(r.Context()) }, retry.UntilSucceeded()) // want `retry.Do is retried for as long as it fails`
}

// With a limit.

func (s *server) limited(w http.ResponseWriter, r *http.Request) {
	do := func() error { return s.ping(r.Context()) }
	_ = backoff.Retry(do, backoff.NewExponentialBackOff())
	_ = backoff.Retry(do, backoff.NewExponentialBackOff(backoff.WithMaxElapsedTime(time.Minute)))
	_ = backoff.Retry(do, backoff.WithMaxRetries(backoff.NewConstantBackOff(time.Second), 3))
	_ = backoff.Retry(do, backoff.WithContext(backoff.NewConstantBackOff(time.Second), r.Context()))
	_ = retry.Do(do)
	_ = retry.Do(do, retry.Attempts(3), retry.Delay(0))
	_ = retry.Do(do, retry.Attempts(0), retry.Context(r.Context()))
}

func (s *server) given(b backoff.BackOff, opts []retry.Option) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		do := func() error { return s.ping(r.Context()) }
		_ = backoff.Retry(do, b)
		_ = retry.Do(do, opts...)
	}
}
