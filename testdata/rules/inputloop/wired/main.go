// Command wired joins an interface of package api with package store.
package main

import (
	"net/http"

	"example.com/testdata/rules/inputloop/wired/api"
	"example.com/testdata/rules/inputloop/wired/store"
)

func main() {
	http.Handle("/", api.New(&store.Store{}))
}
