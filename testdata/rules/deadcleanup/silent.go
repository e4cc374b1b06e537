package deadcleanup

import (
	"context"
	"database/sql"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Silent: the context is made for the clean-up, with its own timeout

func (s *Store) OwnTimeout(ctx context.Context, key string) error {
	defer func() {
		cleanup, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = s.drop(cleanup, key)
	}()
	return s.rebuild(ctx, key)
}

func Stop(ctx context.Context, server *http.Server) error {
	<-ctx.Done()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return server.Shutdown(ctx)
}

// The client ends it, and what is left of the request cannot.
func (s *Store) Detached(ctx context.Context, key string) error {
	defer s.cache.Del(context.WithoutCancel(ctx), key)
	return s.rebuild(ctx, key)
}

// A part of the work has a deadline; the rest is done under what is left.
func (s *Store) Fallback(ctx context.Context, built <-chan struct{}, key string) error {
	part, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	select {
	case <-built:
	case <-part.Done():
		s.cache.Del(ctx, key)
	}
	return nil
}

func (s *Store) InTurn(ctx context.Context, keys []string) {
	for _, key := range keys {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		_ = s.rebuild(ctx, key)
		cancel()
	}
	s.cache.Del(ctx, "keys")
}

// The loop goes on where the context is not known to be over.
func (s *Store) Poll(ctx context.Context, tick *time.Ticker) {
	for {
		select {
		case <-tick.C:
			s.cache.Del(ctx, "key")
			if ctx.Err() == nil {
				continue
			}
		case <-ctx.Done():
		}
	}
}

// Silent: no context is passed

func (s *Store) InTx(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return tx.Commit()
}

func (s *Store) Query(ctx context.Context) error {
	rows, err := s.db.QueryContext(ctx, "SELECT key FROM builds")
	if err != nil {
		return err
	}
	defer rows.Close()
	return rows.Err()
}

// Silent: the library does its part when the context is over, as pgx drops the
// connection of a transaction

func InPgx(ctx context.Context, pool *pgxpool.Pool) error {
	tx, err := pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	defer func() { _ = tx.Rollback(ctx) }()
	defer rollback(ctx, tx)
	return tx.Commit(ctx)
}

func rollback(ctx context.Context, tx pgx.Tx) { _ = tx.Rollback(ctx) }

func OverPgx(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, "")
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return conn.Ping(ctx)
}

// Silent: it runs only where there was no error, or it is the commit

func (s *Store) Announce(ctx context.Context, key string) (err error) {
	defer func() {
		if err == nil {
			s.cache.Publish(ctx, "built", key)
		}
	}()
	defer func() {
		if err != nil {
			return
		}
		s.cache.Publish(ctx, "built", key)
	}()
	return s.rebuild(ctx, key)
}

func Committed(ctx context.Context, tx pgx.Tx) (err error) {
	defer func() {
		if err != nil {
			_ = tx.Rollback(ctx)
			return
		}
		err = tx.Commit(ctx)
	}()
	_, err = tx.Exec(ctx, "UPDATE builds SET done = true")
	return err
}

// Silent: the context comes through a field, a map or an unknown caller

type worker struct {
	ctx context.Context
	s   *Store
}

func newWorker(ctx context.Context, s *Store) *worker { return &worker{ctx, s} }

func (w *worker) run() error {
	defer w.s.drop(w.ctx, "key")
	return w.s.rebuild(w.ctx, "key")
}

// What hands out the context that it keeps is no request.
func (w *worker) Context() context.Context { return w.ctx }

func restart(w *worker) error {
	defer w.s.drop(w.Context(), "key")
	return w.s.rebuild(w.Context(), "key")
}

func byName(contexts map[string]context.Context, s *Store) {
	defer s.drop(contexts["key"], "key")
}

// Nothing waits for a start-up.
func migrate(db *sql.DB) {
	defer db.ExecContext(context.Background(), "SELECT 1")
}

// A comment says that it is meant.
func (s *Store) Meant(ctx context.Context, key string) error {
	defer s.cache.Del(ctx, key) //stallcheck:ignore deadcleanup the key expires in a second
	return s.rebuild(ctx, key)
}
