// Command above opens a database that its store did not know of.
package main

import (
	"database/sql"
	"net/http"
	"os"
	"time"

	"example.com/testdata/rules/nodeadline/local/above/store"
)

func main() {
	s, err := store.Try()
	if dsn := os.Getenv("DSN"); dsn != "" {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			panic(err)
		}
		s = store.New(db)
	} else if err != nil {
		panic(err)
	}
	srv := &http.Server{Handler: s, ReadHeaderTimeout: time.Second}
	srv.ListenAndServe()
}
