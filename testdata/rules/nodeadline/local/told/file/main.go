// Command file says what to open.
package main

import (
	"net/http"
	"os"
	"time"

	"example.com/testdata/rules/nodeadline/local/told/db"
)

func main() {
	c, err := db.Open("sqlite3", "file.db")
	if err != nil {
		os.Exit(1)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { c.Get(r.URL.Path) })
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: time.Second}
	srv.ListenAndServe()
}
