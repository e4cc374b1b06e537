// Package store asks a database.
package store

import (
	"context"
	"database/sql"
)

type Store struct{ DB *sql.DB }

func (s Store) Load(ctx context.Context) error { return s.DB.PingContext(ctx) }
