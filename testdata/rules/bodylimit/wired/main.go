// Package main joins them.
package main

import (
	"net/http"
	"os"

	"example.com/testdata/rules/bodylimit/wired/api"
	"example.com/testdata/rules/bodylimit/wired/store"
)

func main() {
	h := &api.Handlers{Store: store.Memory{}}
	http.HandleFunc("PUT /", h.Put)
	http.HandleFunc("PUT /some", h.PutSome)
	if err := http.ListenAndServe("localhost:8080", nil); err != nil {
		os.Exit(1)
	}
}
