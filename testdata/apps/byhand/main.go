// Byhand is a workspace of two modules that wires its handlers, in api, with
// peers, which the handlers cannot name, in each way that needs no container.
package main

import (
	"database/sql"
	"log"
	"net/http"
	"time"

	"example.com/byhand/api"
	"example.com/byhand/app"
	_ "example.com/byhand/plugins/slow"
	"example.com/peers"
)

func main() {
	db, err := sql.Open("postgres", "")
	if err != nil {
		log.Fatal(err)
	}
	if err := db.Ping(); err != nil { // start-up
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /main", &api.Literal{Repo: &peers.Literal{DB: db}})
	fields := &api.Fields{}
	fields.Repo = peers.Fields{DB: db}
	mux.Handle("GET /fields", fields)
	mux.Handle("GET /argument", api.NewArgument(peers.NewArgument(db)))
	app.Routes(mux, db)
	server := &http.Server{Addr: ":8080", Handler: mux, ReadHeaderTimeout: time.Second}
	log.Fatal(server.ListenAndServe())
}
