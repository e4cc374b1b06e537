// Command server says what to open.
package main

import (
	"net/http"
	"os"
	"time"

	"example.com/testdata/rules/nodeadline/local/told/db"
)

func main() {
	c, err := db.Open(os.Args[1], os.Args[2])
	if err != nil {
		os.Exit(1)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { c.Set(r.URL.Path) })
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: time.Second}
	srv.ListenAndServe()
}
