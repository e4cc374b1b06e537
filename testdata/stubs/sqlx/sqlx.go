// Package sqlx has the API of the real one that fixtures use, without bodies.
package sqlx

import (
	"context"
	"database/sql"
)

type DB struct{ *sql.DB }

func Connect(driverName, dataSourceName string) (*DB, error) { return nil, nil }

func (db *DB) Get(dest any, query string, args ...any) error                             { return nil }
func (db *DB) GetContext(ctx context.Context, dest any, query string, args ...any) error { return nil }
func (db *DB) Select(dest any, query string, args ...any) error                          { return nil }
func (db *DB) SelectContext(ctx context.Context, dest any, query string, args ...any) error {
	return nil
}
func (db *DB) Queryx(query string, args ...any) (*Rows, error) { return nil, nil }
func (db *DB) QueryxContext(ctx context.Context, query string, args ...any) (*Rows, error) {
	return nil, nil
}
func (db *DB) Preparex(query string) (*Stmt, error) { return nil, nil }

type Rows struct{ *sql.Rows }

type Stmt struct{ *sql.Stmt }

func (s *Stmt) Get(dest any, args ...any) error                             { return nil }
func (s *Stmt) GetContext(ctx context.Context, dest any, args ...any) error { return nil }
