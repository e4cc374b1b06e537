// Package db opens a pool.
package db

import (
	"context"

	"github.com/jmoiron/sqlx"
)

// Store keeps things.
type Store struct{ db *sqlx.DB }

// New opens one.
func New(dsn string) (*Store, error) {
	db, err := sqlx.Connect("pgx", dsn) // want `sqlx.Connect makes a pool without a limit`
	if err != nil {
		return nil, err
	}
	return &Store{db}, nil
}

// Count counts them.
func (s *Store) Count(ctx context.Context) error {
	var n int
	return s.db.GetContext(ctx, &n, "SELECT count(*) FROM things")
}
