// Package main joins and serves.
package main

import (
	"database/sql"
	"net/http"
	"os"

	"example.com/testdata/rules/nodeadline/fleet/wired/api"
	"example.com/testdata/rules/nodeadline/fleet/wired/router"
	"example.com/testdata/rules/nodeadline/fleet/wired/store"
)

func main() {
	h := &api.Handlers{Store: store.Store{DB: new(sql.DB)}}
	if err := http.ListenAndServe("localhost:8080", router.New(h)); err != nil {
		os.Exit(1)
	}
}
