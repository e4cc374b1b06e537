// Command wired opens its pool in another package.
package main

import (
	"net/http"

	"example.com/testdata/rules/poollimits/wired/db"
)

func main() {
	store, err := db.New("postgres://")
	if err != nil {
		panic(err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { _ = store.Count(r.Context()) })
	_ = http.ListenAndServe(":8080", nil)
}
