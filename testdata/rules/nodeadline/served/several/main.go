// Package main starts three servers, and the first one waits for nothing.
package main

import (
	"database/sql"
	"log"
	"net/http"
	"os"
	"time"

	"example.com/testdata/rules/nodeadline/served/several/admin"
	"example.com/testdata/rules/nodeadline/served/several/api"
)

func main() {
	db, err := sql.Open("pgx", os.Getenv("DSN"))
	if err != nil {
		log.Fatal(err)
	}
	health := http.NewServeMux()
	health.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusOK) })
	probes := &http.Server{Addr: ":8081", Handler: health, ReadHeaderTimeout: time.Second}
	go probes.ListenAndServe()

	server := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
	server.Handler = logged(api.Routes(&api.Users{DB: db}))
	go server.ListenAndServe() // want `2 handlers may wait as long as the client does: .*\(Get, Put\)`

	a := admin.New(db)
	log.Fatal(a.Run())
}

func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		log.Print(r.URL)
		next.ServeHTTP(w, r)
	})
}
