// Package moved holds a transaction across what another package waits for.
package moved

import (
	"database/sql"
	"net/http"

	"example.com/testdata/rules/heldconn/moved/audit"
)

type orders struct {
	db  *sql.DB
	log audit.Log
}

func newOrders(db *sql.DB) *orders { return &orders{db: db, log: audit.New()} }

func (o *orders) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tx, err := o.db.BeginTx(r.Context(), nil)
	if err != nil {
		return
	}
	defer tx.Rollback()
	if err := o.log.Write(r.Context(), "order"); err != nil {
		return
	}
	_ = tx.Commit()
}
