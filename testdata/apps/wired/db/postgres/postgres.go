// Package postgres is a database.
package postgres

import (
	"context"
	"database/sql"
)

// DB is the database.
type DB struct{ pool *sql.DB }

// New makes a DB.
func New(pool *sql.DB) *DB { return &DB{pool: pool} }

// Count counts.
func (d *DB) Count(ctx context.Context) (n int, err error) {
	err = d.pool.QueryRowContext(ctx, "select count(*) from t").Scan(&n)
	return n, err
}

// Name names.
func (d *DB) Name() (name string, err error) {
	err = d.pool.QueryRow("select name from t").Scan(&name)
	return name, err
}

// All lists the names.
func (d *DB) All(ctx context.Context) ([]string, error) {
	var names []string
	rows, err := d.pool.QueryContext(ctx, "select name from t")
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
