// Command limited limits its pool in another function.
package main

import (
	"net/http"

	"github.com/jmoiron/sqlx"
)

func open() *sqlx.DB {
	db, err := sqlx.Connect("postgres", "postgres://")
	if err != nil {
		panic(err)
	}
	return db
}

func main() {
	db := open()
	db.SetMaxOpenConns(10)
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		var n int
		_ = db.GetContext(r.Context(), &n, "SELECT 1")
	})
	_ = http.ListenAndServe(":8080", nil)
}
