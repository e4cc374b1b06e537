// Package store records in a database.
package store

import (
	"context"
	"database/sql"

	"example.com/testdata/rules/detached/wired/audit"
)

type Recorder struct{ DB *sql.DB }

func New(db *sql.DB) audit.Recorder { return &Recorder{db} }

func (r *Recorder) Record(ctx context.Context, what string) {
	_, _ = r.DB.ExecContext(ctx, "INSERT INTO audit VALUES ($1)", what)
}
