// Package retryloop has cases of the rule retryloop.
package retryloop

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"net/http"
	"time"
)

type Order struct{ ID int }

type orders interface {
	Insert(ctx context.Context, o Order) error
}

type server struct {
	orders orders
	db     *sql.DB
}

func (s *server) Save(ctx context.Context, o Order) {
	for {
		err := s.orders.Insert(ctx, o) // want `\(retryloop.orders\).Insert is retried for as long as it fails: neither tries nor time are limited \[retryloop\]`
		if err == nil {
			return
		}
		time.Sleep(time.Second)
	}
}

// As it should be.
func (s *server) saveInTime(ctx context.Context, o Order) (err error) {
	for range 3 {
		if err = s.orders.Insert(ctx, o); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
	return err
}

// A request waits; without a pause it is worse.
func (s *server) hot(w http.ResponseWriter, r *http.Request) {
	err := s.ping(r.Context())
	for err != nil {
		err = s.ping(r.Context()) // want `\(\*retryloop.server\).ping is retried for as long as it fails`
	}
}

func (s *server) ping(ctx context.Context) error { return s.db.PingContext(ctx) }

// Only success leaves the loop, though the answer is looked at, too.
func get(w http.ResponseWriter, r *http.Request) {
	body, err := fetch("http://peer/")
	if err == nil {
		_, _ = w.Write(body)
	}
}

func fetch(url string) ([]byte, error) {
	for {
		resp, err := http.Get(url) // want `http.Get is retried for as long as it fails: .* \(via retryloop.get → retryloop.fetch\)`
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		defer resp.Body.Close()
		return io.ReadAll(resp.Body)
	}
}

// Some errors are not worth another try, but nothing ends the others.
func (s *server) temporary(w http.ResponseWriter, r *http.Request) {
	for {
		err := s.db.Ping() // want `\(\*sql.DB\).Ping is retried for as long as it fails`
		if err == nil {
			return
		}
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		time.Sleep(time.Second)
	}
}

// The pauses look at no context.
func (s *server) tries(w http.ResponseWriter, r *http.Request) {
	if err := s.insert(r.Context(), Order{}); err != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

func (s *server) insert(ctx context.Context, o Order) error {
	var err error
	for i := range 5 {
		if err = s.orders.Insert(ctx, o); err == nil {
			return nil
		}
		time.Sleep(time.Duration(i) * time.Second) // want `time.Sleep between retries looks at no context: who gives up still waits for it \(via .*insert\) \[retryloop\]`
	}
	return err
}

func (s *server) doubles(w http.ResponseWriter, r *http.Request) {
	for d := 100 * time.Millisecond; d < time.Minute; d *= 2 {
		if s.db.PingContext(r.Context()) == nil {
			return
		}
		time.Sleep(d) // want `time.Sleep between retries looks at no context`
	}
}

// The loop looks at the context, but not while it sleeps.
func (s *server) slow(w http.ResponseWriter, r *http.Request) {
	for {
		if r.Context().Err() != nil {
			return
		}
		if s.db.PingContext(r.Context()) == nil {
			return
		}
		time.Sleep(10 * time.Second) // want `time.Sleep between retries looks at no context`
	}
}

// A helper that does it for others.
func forever(do func() error) {
	for {
		if err := do(); err == nil {
			return
		}
		time.Sleep(time.Second)
	}
}

func (s *server) helped(w http.ResponseWriter, r *http.Request) {
	forever(func() error { return s.db.PingContext(r.Context()) }) // want `retryloop.forever is retried for as long as it fails`
}
