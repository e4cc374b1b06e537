// Command asserted gives package api values of package store, of which it asks
// later what else they can do.
package main

import (
	"net/http"

	"example.com/testdata/rules/nodeadline/asserted/api"
	"example.com/testdata/rules/nodeadline/asserted/store"
)

func main() {
	db, err := store.Open("localhost")
	if err != nil {
		panic(err)
	}
	http.Handle("/", &api.API{Source: api.Source(db), Log: store.Log{}})
}
