// Shop is a service of three packages: routes here, handlers in api, queries
// behind an interface in store.
package main

import (
	"context"
	"log"
	"net/http"

	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/shop/api"
	"example.com/shop/store"
)

func main() {
	pool, err := pgxpool.New(context.Background(), "postgres://localhost/shop")
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
	h := api.New(store.New(pool))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /orders/{id}", h.Get)
	mux.HandleFunc("GET /orders", h.List)
	mux.HandleFunc("GET /health", h.Health)
	log.Fatal(http.ListenAndServe(":8080", mux))
}
