// Package unreleased has the fixtures of the rule.
package unreleased

import (
	"context"
	"database/sql"
)

func last(ctx context.Context, db *sql.DB, q string) (*int, error) {
	var id int
	rows, err := db.QueryContext(ctx, q) // want `rows from \(\*sql.DB\).QueryContext is never released: Close is not called`
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		if err := rows.Scan(&id); err != nil {
			return nil, err // the connection stays taken
		}
	}
	return &id, rows.Err()
}
