// Package lazyinit has the fixtures of the rule.
package lazyinit

import (
	"database/sql"
	"net/http"
)

const dsn = "postgres://localhost"

var db *sql.DB

func query(http.ResponseWriter, *sql.DB) {}

func load(w http.ResponseWriter, r *http.Request) {
	if db == nil {
		db, _ = sql.Open("postgres", dsn) // want `sql.Open fills what a request finds empty, with no lock: two first requests build two`
	}
	query(w, db)
}
