// Command wired joins an interface of package api with an implementation in
// package store.
package main

import (
	"net/http"

	"example.com/testdata/rules/nodeadline/wired/api"
	"example.com/testdata/rules/nodeadline/wired/store"
)

func main() {
	s := store.Open()
	if err := s.Ping(); err != nil { // start-up may wait
		panic(err)
	}
	http.Handle("/", api.New(store.Cached(s)))
}
