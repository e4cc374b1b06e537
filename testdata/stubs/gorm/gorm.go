// Package gorm has the API of the real one that fixtures use, without bodies.
package gorm

import (
	"context"
	"database/sql"
)

type DB struct {
	Error        error
	RowsAffected int64
}

type Dialector interface{ Name() string }

type Option interface{ Apply() error }

func Open(dialector Dialector, opts ...Option) (*DB, error) { return nil, nil }

func (db *DB) DB() (*sql.DB, error) { return nil, nil }

func (db *DB) WithContext(ctx context.Context) *DB     { return nil }
func (db *DB) Model(value any) *DB                     { return nil }
func (db *DB) Where(query any, args ...any) *DB        { return nil }
func (db *DB) Order(value any) *DB                     { return nil }
func (db *DB) Preload(query string, args ...any) *DB   { return nil }
func (db *DB) Find(dest any, conds ...any) *DB         { return nil }
func (db *DB) First(dest any, conds ...any) *DB        { return nil }
func (db *DB) Create(value any) *DB                    { return nil }
func (db *DB) Save(value any) *DB                      { return nil }
func (db *DB) Delete(value any, conds ...any) *DB      { return nil }
func (db *DB) Transaction(fc func(tx *DB) error) error { return nil }
func (db *DB) Begin() *DB                              { return nil }
func (db *DB) Commit() *DB                             { return nil }
func (db *DB) Rollback() *DB                           { return nil }
