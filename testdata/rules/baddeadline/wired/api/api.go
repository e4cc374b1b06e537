// Package api has handlers that another package serves.
package api

import (
	"context"
	"database/sql"
	"net/http"
	"time"
)

var db *sql.DB

func Routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/slow", slow)
	return mux
}

func slow(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Minute) // want `context.WithTimeout lets a request wait for 1m0s: the server stops writing after 15s`
	defer cancel()
	_ = db.PingContext(ctx)
}
