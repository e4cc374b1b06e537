// Package main serves the same handlers once more.
package main

import (
	"database/sql"
	"net/http"
	"os"

	"example.com/testdata/rules/nodeadline/fleet/again/app"
)

func main() {
	u := &app.Users{DB: new(sql.DB)}
	go app.Serve(u)
	mux := http.NewServeMux()
	mux.Handle("/again", u)
	if err := http.ListenAndServe("localhost:8080", mux); err != nil {
		os.Exit(1)
	}
}
