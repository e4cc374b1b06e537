// Package unreleased has cases of the rule unreleased.
package unreleased

import (
	"context"
	"database/sql"
)

func ids(ctx context.Context, db *sql.DB, q string) ([]int, error) {
	var (
		out []int
		id  int
	)
	rows, err := db.QueryContext(ctx, q) // want `rows from \(\*sql.DB\).QueryContext is not released on the path that returns at line \d+ \[unreleased\]`
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return nil, err // the connection stays taken
		}
	}
	return out, rows.Err()
}

func idsDeferred(ctx context.Context, db *sql.DB, q string) ([]int, error) {
	var (
		out []int
		id  int
	)
	rows, err := db.QueryContext(ctx, q)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, rows.Err()
}
