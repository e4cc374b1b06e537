// Command instances gives package api values of package store that implement
// instances of one generic interface.
package main

import (
	"net/http"

	"example.com/testdata/rules/nodeadline/instances/api"
	"example.com/testdata/rules/nodeadline/instances/store"
)

func main() {
	for name, list := range store.Lists() {
		api.Orders(name, list)
	}
	for name, list := range store.Names() {
		api.Names(name, list)
	}
	http.Handle("/", &api.API{Open: store.Open})
}
