// Package callee has what package moved calls.
package callee

import (
	"context"
	"database/sql"
	"net/http"
	"time"
)

const q = "select 1"

type Store struct{ db *sql.DB }

func Load(ctx context.Context, s *Store) error {
	_, err := s.db.ExecContext(ctx, q)
	return err
}

func (s *Store) Find(ctx context.Context, id int) error { return s.find(ctx, id) }

func (s *Store) find(ctx context.Context, id int) error {
	return s.db.QueryRowContext(ctx, q, id).Err()
}

func (s *Store) InTime(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return s.db.PingContext(ctx)
}

func WithDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, time.Second)
}

type userKey struct{}

func WithUser(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, userKey{}, name)
}

type Repo[T any] struct{ db *sql.DB }

func (r *Repo[T]) Get(ctx context.Context, id int) (v T, err error) {
	err = r.db.QueryRowContext(ctx, q, id).Scan(&v)
	return v, err
}

func Run(ctx context.Context, f func(context.Context) error) error { return f(ctx) }

func Twice(f func() error) error {
	if err := f(); err != nil {
		return err
	}
	return f()
}

var Shared = Bounded()

func Bounded() *http.Client { return &http.Client{Timeout: time.Second} }

// Reached from a handler of another package; see there.

func (s *Store) Ping() error { return s.db.Ping() } // want `DB\).Ping may wait forever: it takes no context and a request waits for it`

func LoadForever(s *Store) error { return Load(context.Background(), s) } // want `callee.Load may wait forever in .*: context.Background never ends and a request waits for it`

// Nobody reaches it.
func Migrate(s *Store) error { return s.db.Ping() }
