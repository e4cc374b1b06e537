// Package store reads orders from a database.
package store

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"
)

type Orders struct{ pool *pgxpool.Pool }

func New(pool *pgxpool.Pool) *Orders { return &Orders{pool} }

// Find drops the context of the request.
func (o *Orders) Find(ctx context.Context, id string) (string, error) {
	var name string
	err := o.pool.QueryRow(context.Background(), "select name from orders where id = $1", id).Scan(&name)
	return name, err
}

// List does not close its rows when a scan fails.
func (o *Orders) List(ctx context.Context) ([]string, error) {
	rows, err := o.pool.Query(ctx, "select name from orders")
	if err != nil {
		return nil, err
	}
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	rows.Close()
	return names, rows.Err()
}
