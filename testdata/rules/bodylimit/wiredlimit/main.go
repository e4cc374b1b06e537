// Package main serves it.
package main

import (
	"net/http"
	"os"

	"example.com/testdata/rules/bodylimit/wiredlimit/api"
	"example.com/testdata/rules/bodylimit/wiredlimit/router"
)

func main() {
	if err := http.ListenAndServe("localhost:8080", router.New(api.Handlers{})); err != nil {
		os.Exit(1)
	}
}
