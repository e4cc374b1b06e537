// Package baddeadline has cases of the rule baddeadline.
package baddeadline

import (
	"context"
	"database/sql"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const q = "SELECT name FROM orders WHERE id = $1"

type Store struct {
	db   *sql.DB
	name string
}

func (s *Store) Find(ctx context.Context, id int) error {
	ctx, cancel := context.WithTimeout(ctx, 5) // want `context.WithTimeout is given a number without a unit: 5ns is over before anything is done \[baddeadline\]`
	defer cancel()
	return s.db.QueryRowContext(ctx, q, id).Scan(&s.name)
}

//moved:stay how a constant of another package is written is not known
const (
	seconds      = 30
	typed        = time.Duration(30)
	derived      = typed * 2
	milliseconds = 3000
)

// Constants, fields, conversions.
func clients(ctx context.Context) {
	_ = &http.Client{Timeout: 30}                              // want `http.Timeout is given a number without a unit: 30ns`
	_ = &http.Client{Timeout: seconds}                         // want `30ns`
	_ = http.Client{Timeout: derived}                          // want `60ns`
	_ = &net.Dialer{Timeout: time.Duration(milliseconds)}      // want `net.Timeout is given a number without a unit: 3µs`
	server := &http.Server{ReadHeaderTimeout: 5 * time.Second} // with a unit
	server.WriteTimeout = 10                                   // want `http.WriteTimeout is given a number without a unit: 10ns`
	conn, err := net.DialTimeout("tcp", "db:5432", 3)          // want `net.DialTimeout is given a number without a unit: 3ns`
	if err == nil {
		_ = conn.Close()
	}
	select {
	case <-ctx.Done():
	case <-time.After(100): // want `time.After is given a number without a unit: 100ns`
	}
}

func (s *Store) Over(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 0) // want `context.WithTimeout sets a deadline that is over: whatever is given its context fails at once`
	defer cancel()
	late, cancelLate := context.WithDeadline(ctx, time.Now()) // want `context.WithDeadline sets a deadline that is over`
	defer cancelLate()
	return s.db.PingContext(late)
}

// The context with the timeout is not the one that the call is given.
func (s *Store) Old(ctx context.Context) error {
	timed, cancel := context.WithTimeout(ctx, time.Second) // want `context.WithTimeout ends nothing: its context is given to no call that waits`
	defer cancel()
	err := s.db.PingContext(ctx)
	if timed.Err() != nil {
		slog.InfoContext(timed, "too late")
	}
	return err
}

func (s *Store) Blank(ctx context.Context) error {
	_, cancel := context.WithTimeout(ctx, time.Second) // want `context.WithTimeout ends nothing`
	defer cancel()
	return s.db.PingContext(ctx)
}

func (s *Store) Dropped(r *http.Request) error {
	ctx, cancel := context.WithDeadline(r.Context(), time.Now().Add(time.Second)) // want `context.WithDeadline ends nothing`
	defer cancel()
	r.WithContext(ctx)
	named := context.WithValue(ctx, "name", s.name)
	note(named)
	return s.db.PingContext(context.Background())
}

func note(ctx context.Context) { slog.InfoContext(ctx, "note") }

// Hours are for nobody who waits for an answer.
func report(w http.ResponseWriter, r *http.Request) {
	s := &Store{}
	_ = s.build(r.Context())
}

func (s *Store) build(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Hour) // want `context.WithTimeout lets a request wait for 2h0m0s: no client waits so long \(via .*report → .*build\)`
	defer cancel()
	return s.db.PingContext(ctx)
}

// Neither of them is applied.
func (s *Store) Ping(ctx context.Context, timeout time.Duration) error { // want `Ping applies neither the context nor the timeout that it is given: its callers wait for ever`
	slog.InfoContext(ctx, "ping", "timeout", timeout)
	return s.db.Ping()
}
