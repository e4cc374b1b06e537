package baddeadline

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/nats-io/nats.go"
)

// Silent: the duration is written with a unit, however short it is

const (
	unit          = 30 * time.Microsecond
	unitElsewhere = unit / 2
)

func (s *Store) Short(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 500*time.Nanosecond)
	defer cancel()
	ctx, cancelUnit := context.WithTimeout(ctx, unitElsewhere)
	defer cancelUnit()
	_ = http.Client{Timeout: unit}
	_ = http.Client{Timeout: 1e9}
	_ = http.Client{Timeout: 0}
	return s.db.PingContext(ctx)
}

// What a number means in one's own struct only its code knows.
type config struct{ Timeout time.Duration }

func configured(c config) *http.Client { return &http.Client{Timeout: c.Timeout * time.Second} }

var fallback = configured(config{Timeout: 30})

// Silent: something that may wait is given the context, or waits for its Done

func (s *Store) Heard(ctx context.Context, jobs <-chan int) (context.Context, error) {
	done, cancelDone := context.WithTimeout(ctx, time.Second)
	defer cancelDone()
	select {
	case <-done.Done():
	case <-jobs:
	}
	captured, cancelCaptured := context.WithTimeout(ctx, time.Second)
	defer cancelCaptured()
	go func() { _ = s.db.PingContext(captured) }()
	values, cancelValues := context.WithTimeout(ctx, time.Second)
	defer cancelValues()
	s.given(context.WithValue(values, "name", s.name))
	context.AfterFunc(values, func() {})
	returned, _ := context.WithTimeout(ctx, time.Second)
	return returned, nil
}

func (s *Store) given(ctx context.Context) { _ = s.db.PingContext(ctx) }

type job struct{ ctx context.Context }

func kept(ctx context.Context) job {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	j := job{ctx}
	return j
}

func assigned(ctx context.Context, s *Store, slow bool) error {
	if slow {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Minute)
		defer cancel()
	}
	return s.db.PingContext(ctx)
}

func byRequest(r *http.Request, client *http.Client) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	resp, err := client.Do(r.WithContext(ctx))
	if err == nil {
		_ = resp.Body.Close()
	}
}

// Silent: the hours are those of a consumer, of a goroutine that nobody waits
// for, or of no request at all

func consume(nc *nats.Conn, s *Store) {
	_, _ = nc.Subscribe("reports", func(m *nats.Msg) { _ = s.slowly(context.Background()) })
}

func later(w http.ResponseWriter, r *http.Request) {
	go (&Store{}).slowly(context.Background())
}

func (s *Store) slowly(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Hour)
	defer cancel()
	return s.db.PingContext(ctx)
}

// Silent: a server of the program has no WriteTimeout, or not a constant one, or a
// handler sets its own

func serve() error {
	mux := http.NewServeMux()
	mux.HandleFunc("/minute", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
		defer cancel()
		_ = (&Store{}).db.PingContext(ctx)
	})
	server := &http.Server{Handler: mux, ReadTimeout: time.Second}
	return server.ListenAndServe()
}

// See also the package streams.

// Silent: a function that uses neither its context nor its timeout does not wait

type nothing struct{}

func (nothing) Ping(ctx context.Context, timeout time.Duration) error { return errors.ErrUnsupported }

func (s *Store) WithTimeout(ctx context.Context, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return s.db.PingContext(ctx)
}

func (s *Store) OnlyContext(ctx context.Context, timeout time.Duration) error {
	return s.db.PingContext(ctx)
}

// A comment says that it is meant.
func meant(ctx context.Context) context.Context {
	ctx, _ = context.WithTimeout(ctx, 0) //stallcheck:ignore baddeadline a context that is over
	return ctx
}
