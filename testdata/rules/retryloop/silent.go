package retryloop

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/avast/retry-go/v4"
	"github.com/cenkalti/backoff/v4"
)

// Silent: the number of tries, or the time that they take, is limited, and so is
// each pause between them, or the pauses look at the context

func (s *server) few(w http.ResponseWriter, r *http.Request) {
	for range 3 {
		if s.db.PingContext(r.Context()) == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (s *server) inTime(w http.ResponseWriter, r *http.Request) {
	deadline := time.Now().Add(5 * time.Second)
	for {
		err := s.db.PingContext(r.Context())
		if err == nil || time.Now().After(deadline) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (s *server) looksWhileItWaits(w http.ResponseWriter, r *http.Request) {
	for i := range 5 {
		if s.db.PingContext(r.Context()) == nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-time.After(time.Duration(i) * time.Second):
		}
	}
}

func (s *server) untilItsTimeIsUp(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	t := time.NewTicker(100 * time.Millisecond)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			if err := s.db.PingContext(ctx); err == nil {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

func (s *server) counts(w http.ResponseWriter, r *http.Request) {
	tries := 0
	for {
		err := s.db.PingContext(r.Context())
		if err == nil {
			return
		}
		tries++
		if tries > 3 {
			return
		}
	}
}

// Silent: the loop looks at a context, or at a channel that others send on or
// close

func (s *server) asks(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		if s.db.PingContext(r.Context()) == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (s *server) untilStopped(ctx context.Context, stop chan struct{}) {
	for {
		if s.db.PingContext(ctx) == nil {
			return
		}
		select {
		case <-stop:
			return
		case <-time.After(time.Second):
		}
	}
}

// Silent: only some errors are worth another try, and a context may end the call
// or something else is asked whether to go on

var errConflict = errors.New("conflict")

func (s *server) conflicts(w http.ResponseWriter, r *http.Request) {
	for {
		err := s.orders.Insert(r.Context(), Order{})
		if err == nil {
			return
		}
		if !errors.Is(err, errConflict) {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
	}
}

func (s *server) only(w http.ResponseWriter, r *http.Request) {
	for {
		err := s.orders.Insert(r.Context(), Order{})
		if errors.Is(err, errConflict) {
			continue
		}
		w.WriteHeader(http.StatusOK)
		return
	}
}

type judge interface{ Again(err error) bool }

func (s *server) judged(w http.ResponseWriter, r *http.Request, j judge) {
	for {
		err := s.db.Ping()
		if err == nil {
			return
		}
		if !j.Again(err) {
			return
		}
	}
}

func judged(s *server, j judge) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { s.judged(w, r, j) }
}

// Silent: a library retries, and its policy has a limit or is not known here, or
// it is given a context that may end

func (s *server) library(w http.ResponseWriter, r *http.Request) {
	b := backoff.NewExponentialBackOff()
	b.MaxElapsedTime = time.Minute
	_ = backoff.Retry(func() error { return s.ping(r.Context()) }, b)
	_ = retry.Do(func() error { return s.ping(r.Context()) }, retry.Attempts(3))
}

// Silent: all pauses together are over in two seconds

func (s *server) soon(w http.ResponseWriter, r *http.Request) {
	d := 10 * time.Millisecond
	for range 5 {
		if s.db.PingContext(r.Context()) == nil {
			return
		}
		time.Sleep(d)
		d *= 2
	}
}

// Silent: what is done again waits for nothing

func unique(w http.ResponseWriter, r *http.Request) {
	for {
		f, err := os.OpenFile(name(), os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			f.Close()
			return
		}
	}
}

func name() string { return time.Now().String() }

// A reader of messages goes on after an error, and ends on none.
func (s *server) reads(ctx context.Context) error {
	for {
		rows, err := s.db.QueryContext(ctx, "select 1")
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		if err := s.handle(rows); err != nil {
			return err
		}
	}
}

func (s *server) handle(rows *sql.Rows) error { return rows.Close() }

// Start-up may wait for its database, and so may what is given no context.
func open() *server {
	s := &server{}
	for s.db.Ping() != nil {
		time.Sleep(time.Second)
	}
	return s
}

func (s *server) Connect(ctx context.Context) {
	for s.db.PingContext(ctx) != nil {
		time.Sleep(time.Second)
	}
}

// Ignored.
func (s *server) ignored(w http.ResponseWriter, r *http.Request) {
	for {
		//stallcheck:ignore retryloop nothing works without it
		if err := s.db.PingContext(r.Context()); err == nil {
			return
		}
	}
}
