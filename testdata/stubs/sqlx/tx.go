package sqlx

import (
	"context"
	"database/sql"
)

type Tx struct{ *sql.Tx }

func (db *DB) Beginx() (*Tx, error)                                               { return nil, nil }
func (db *DB) BeginTxx(ctx context.Context, opts *sql.TxOptions) (*Tx, error)     { return nil, nil }
func (tx *Tx) GetContext(ctx context.Context, dest any, q string, a ...any) error { return nil }

func (r *Rows) StructScan(dest any) error { return nil }
