// Package wired gives the cache its source.
package wired

import (
	"context"
	"database/sql"
	"net/http"

	"example.com/testdata/rules/lockedwait/wired/rates"
)

type table struct{ db *sql.DB }

func (t *table) Rate(ctx context.Context, currency string) (r float64, err error) {
	err = t.db.QueryRowContext(ctx, "SELECT rate FROM rates WHERE c = $1", currency).Scan(&r) // want `rates.Cache.mu is held across \(\*sql.DB\).QueryRowContext: one slow reply stalls every request that wants it`
	return r, err
}

func routes(mux *http.ServeMux, db *sql.DB) { mux.Handle("/rates", rates.New(&table{db})) }
