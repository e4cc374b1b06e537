// Package db opens the database. Nothing in its API names what is behind it.
package db

import (
	"context"
	"database/sql"

	"example.com/wired/db/postgres"
)

// Store is the database.
type Store interface {
	Count(ctx context.Context) (int, error)
	Name() (string, error)
}

// Open makes a Store on a pool.
func Open(pool *sql.DB) Store { return postgres.New(pool) }
