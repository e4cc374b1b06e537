// Command wired joins an interface of api with an implementation that it
// cannot name: main sees api and db, and db hides postgres.
package main

import (
	"database/sql"
	"log"
	"net/http"
	"time"

	"example.com/wired/api"
	"example.com/wired/db"
)

func main() {
	pool, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{Handler: api.New(db.Open(pool)), ReadHeaderTimeout: time.Second}
	log.Fatal(server.ListenAndServe())
}
