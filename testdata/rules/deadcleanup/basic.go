// Package deadcleanup has cases of the rule deadcleanup.
package deadcleanup

import (
	"context"
	"database/sql"
	"net/http"
	"time"

	"github.com/bsm/redislock"
	"github.com/redis/go-redis/v9"
)

type Store struct {
	db     *sql.DB
	cache  *redis.Client
	locker *redislock.Client
}

func (s *Store) Rebuild(ctx context.Context, key string) error {
	lock, err := s.locker.Obtain(ctx, key, time.Minute, nil)
	if err != nil {
		return err
	}
	defer lock.Release(ctx) // want `\(\*redislock.Lock\).Release cleans up under the context of the request: it fails when that is cancelled \[deadcleanup\]`
	return s.rebuild(ctx, key)
}

func (s *Store) rebuild(ctx context.Context, key string) error {
	return s.cache.Set(ctx, key, "built", time.Hour).Err()
}

// As it should be.
func (s *Store) RebuildSafely(ctx context.Context, key string) error {
	lock, err := s.locker.Obtain(ctx, key, time.Minute, nil)
	if err != nil {
		return err
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		_ = lock.Release(ctx)
	}()
	return s.rebuild(ctx, key)
}

func (s *Store) InLiteral(ctx context.Context, key string) (err error) {
	defer func() {
		s.cache.Del(ctx, key) // want `redis.Cmdable\).Del cleans up under the context of the request`
		if err != nil {
			s.cache.Publish(ctx, "failed", key) // want `redis.Cmdable\).Publish cleans up under the context of the request`
		}
	}()
	return s.rebuild(ctx, key)
}

// A deadline of its own does not help: it ends with the request all the same.
func (s *Store) WithDeadline(ctx context.Context, key string) error {
	defer func() {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		_, _ = s.db.ExecContext(ctx, "DELETE FROM builds WHERE key = $1", key) // want `\(\*sql.DB\).ExecContext cleans up under the context of the request`
	}()
	return s.rebuild(ctx, key)
}

// A method that cleans up: the call gives it the context.
func (s *Store) ByMethod(w http.ResponseWriter, r *http.Request) {
	defer s.drop(r.Context(), "key") // want `\(\*deadcleanup.Store\).drop and \(\*sql.DB\).ExecContext in it cleans up under the context of the request`
	_ = s.rebuild(r.Context(), "key")
}

// What leads to the request has its context.
type asked struct {
	w   http.ResponseWriter
	ctx context.Context
}

func (a *asked) Context() context.Context { return a.ctx }

func (s *Store) ask(a *asked) {
	defer s.drop(a.Context(), "key") // want `\(\*deadcleanup.Store\).drop and \(\*sql.DB\).ExecContext in it cleans up under the context of the request`
	_ = s.rebuild(a.Context(), "key")
}

func (s *Store) drop(ctx context.Context, key string) error { return s.delete(ctx, key) }

func (s *Store) delete(ctx context.Context, key string) error {
	_, err := s.db.ExecContext(ctx, "DELETE FROM builds WHERE key = $1", key)
	return err
}

type Cleaner interface {
	Clean(ctx context.Context) error
}

type cleaner struct{ s *Store }

func (c cleaner) Clean(ctx context.Context) error { return c.s.delete(ctx, "key") }

func NewCleaner(s *Store) Cleaner { return cleaner{s} }

func ByInterface(ctx context.Context, c Cleaner, s *Store) error {
	defer func() {
		_ = c.Clean(ctx) // want `Cleaner\).Clean and \(\*sql.DB\).ExecContext in it cleans up under the context of the request`
	}()
	return s.rebuild(ctx, "key")
}

// Once the context is over, nothing can be done under it.
func (s *Store) Wait(ctx context.Context, built <-chan struct{}, key string) error {
	select {
	case <-built:
		s.cache.Del(ctx, key)
	case <-ctx.Done():
		s.cache.Del(ctx, key) // want `redis.Cmdable\).Del cleans up under a context that is over: it fails at once`
	}
	if ctx.Err() != nil {
		return s.drop(ctx, key) // want `drop and .* in it cleans up under a context that is over`
	}
	return nil
}

func Serve(ctx context.Context, server *http.Server) error {
	<-ctx.Done()
	return server.Shutdown(ctx) // want `\(\*http.Server\).Shutdown cleans up under a context that is over`
}

func (s *Store) Cancelled(ctx context.Context, key string) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	_ = s.rebuild(ctx, key)
	cancel()
	s.cache.Del(ctx, key) // want `redis.Cmdable\).Del cleans up under a context that is over`
}

// Nothing ends the clean-up.
func (s *Store) Endless(ctx context.Context, key string) error {
	defer func() {
		_, _ = s.db.ExecContext(context.Background(), "DELETE FROM builds WHERE key = $1", key) // want `\(\*sql.DB\).ExecContext may wait forever as clean-up: context.Background never ends`
		_ = s.drop(context.WithoutCancel(ctx), key)                                             // want `drop and .* in it may wait forever as clean-up: context.WithoutCancel never ends`
	}()
	return s.rebuild(ctx, key)
}

func Drain(ctx context.Context, server *http.Server) error {
	<-ctx.Done()
	return server.Shutdown(context.Background()) // want `\(\*http.Server\).Shutdown may wait forever as clean-up: context.Background never ends`
}

// In a goroutine, as everywhere.
func (s *Store) InGoroutine(ctx context.Context, key string) {
	go func() {
		defer s.cache.Del(ctx, key) // want `redis.Cmdable\).Del cleans up under the context of the request`
		_ = s.rebuild(ctx, key)
	}()
}
