// Package callee has what package moved calls.
package callee

import (
	"context"
	"database/sql"
	"net/http"
	"time"

	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"
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

// What a struct keeps.

type Worker struct {
	ctx context.Context
	s   *Store
}

func NewWorker(s *Store) *Worker { return &Worker{context.Background(), s} }

func (w *Worker) Check() error { return Load(w.ctx, w.s) } // want `callee.Load may wait forever in .*: context.Background never ends and a request waits for it`

type Job struct {
	ctx context.Context
	s   *Store
}

func NewJob(ctx context.Context, s *Store) *Job { return &Job{ctx, s} }

func (j *Job) Run() error { return Load(j.ctx, j.s) }

func Scoped(ctx context.Context, db *gorm.DB) *gorm.DB { return db.WithContext(ctx) }

// The loop is here, what it calls is in package moved's handler of messages.
func Consume(r *kafka.Reader, handle func([]byte) error) error {
	for {
		msg, err := r.ReadMessage(context.Background())
		if err != nil {
			return err
		}
		if err := handle(msg.Value); err != nil {
			return err
		}
	}
}

// Reached from a handler of another package; see there.

func (s *Store) Ping() error { return s.db.Ping() } // want `DB\).Ping may wait forever: it takes no context and a request waits for it`

func LoadForever(s *Store) error { return Load(context.Background(), s) } // want `callee.Load may wait forever in .*: context.Background never ends and a request waits for it`

// Nobody reaches it.
func Migrate(s *Store) error { return s.db.Ping() }
