// Command opened gives package api the store that the configuration says,
// perhaps with a cache around it, and writes its log to another one.
package main

import (
	"net/http"
	"os"

	"example.com/testdata/rules/nodeadline/opened/api"
	"example.com/testdata/rules/nodeadline/opened/store"
)

func main() {
	var cfg store.Config = store.Postgres{DSN: os.Getenv("DSN")}
	if os.Getenv("LOCAL") != "" {
		cfg = store.Local{}
	}
	s, err := cfg.Open()
	if err != nil {
		panic(err)
	}
	if os.Getenv("CACHE") != "" {
		s = store.Cached(s)
	}
	if err := copyTo(store.NewArchive(os.Getenv("ARCHIVE"))); err != nil {
		panic(err)
	}
	http.Handle("/", &api.API{Store: s})
}

// copyTo runs before there are requests.
func copyTo(s api.Store) error { return s.Find("all") }
