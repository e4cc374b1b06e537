// Command metered limits what its handlers read.
package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"example.com/testdata/rules/bodylimit/metered/api"
	"example.com/testdata/rules/bodylimit/metered/metrics"
)

func main() {
	go metrics.Serve()
	r := chi.NewRouter()
	r.Use(middleware.RequestSize(1 << 20))
	api.Register(r)
	_ = http.ListenAndServe("localhost:8080", r)
}
