// Package streams sets the time for writing in its handlers.
package streams

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
	server := &http.Server{Handler: mux, ReadTimeout: time.Second, WriteTimeout: 10 * time.Second}
	return server.ListenAndServe()
}

func slow(w http.ResponseWriter, r *http.Request) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Minute))
	ctx, cancel := context.WithTimeout(r.Context(), 30*time.Second)
	defer cancel()
	_ = db.PingContext(ctx)
}
