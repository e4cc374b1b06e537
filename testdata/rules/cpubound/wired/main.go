// Package main joins them: what package router limits stays limited.
package main

import (
	"net/http"
	"os"

	"example.com/testdata/rules/cpubound/wired/api"
	"example.com/testdata/rules/cpubound/wired/hash"
	"example.com/testdata/rules/cpubound/wired/router"
)

func main() {
	h := &api.Handlers{Hasher: hash.Bcrypt{Cost: 12}}
	if err := http.ListenAndServe("localhost:8080", router.New(h)); err != nil {
		os.Exit(1)
	}
}
