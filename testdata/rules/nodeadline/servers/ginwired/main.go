// Package main starts the engine that another package builds.
package main

import (
	"database/sql"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/testdata/rules/nodeadline/servers/ginwired/api"
	"example.com/testdata/rules/nodeadline/servers/ginwired/router"
)

func main() {
	db, err := sql.Open("pgx", os.Getenv("DSN"))
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{Handler: router.New(&api.Users{DB: db}).Engine(), ReadHeaderTimeout: time.Second}
	log.Fatal(server.ListenAndServe())
}
