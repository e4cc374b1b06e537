// Package writes has a server that stops writing before its handlers give up.
package writes

import (
	"context"
	"database/sql"
	"net/http"
	"time"
)

var db *sql.DB

func serve() error {
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", slow)
	mux.HandleFunc("/fast", fast)
	server := &http.Server{Handler: mux, ReadTimeout: time.Second, WriteTimeout: 10 * time.Second}
	return server.ListenAndServe()
}

func slow(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 30*time.Second) // want `context.WithTimeout lets a request wait for 30s: the server stops writing after 10s`
	defer cancel()
	_ = db.PingContext(ctx)
}

func fast(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	_ = db.PingContext(ctx)
}
