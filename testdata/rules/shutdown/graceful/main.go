// Command graceful shuts its server down in a package of its own.
package main

import (
	"context"
	"net/http"
	"time"
)

type stopper interface {
	Shutdown(ctx context.Context) error
}

func stop(s *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = s.Shutdown(ctx)
}

func main() {
	srv := &http.Server{Addr: ":8080", ReadHeaderTimeout: time.Second}
	time.AfterFunc(time.Hour, func() { stop(srv) })
	_ = srv.ListenAndServe()
}
