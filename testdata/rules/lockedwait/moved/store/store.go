// Package store waits, and lets others lock.
package store

import (
	"context"
	"database/sql"
	"sync"
)

type Store struct {
	mu sync.Mutex
	db *sql.DB
}

func New(db *sql.DB) *Store { return &Store{db: db} }

func (s *Store) Ping(ctx context.Context) error {
	return s.db.PingContext(ctx) // want `moved.Cache.mu is held across \(\*sql.DB\).PingContext: one slow reply stalls every request that wants it \(via \(\*moved.Cache\).ServeHTTP → \(\*store.Store\).Ping\)`
}

// Locked runs a function under the lock of the store.
func (s *Store) Locked(f func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return f()
}

func (s *Store) Name(ctx context.Context) (name string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.db.QueryRowContext(ctx, "SELECT name FROM store").Scan(&name) // want `store.Store.mu is held across \(\*sql.DB\).QueryRowContext`
	return name, err
}
