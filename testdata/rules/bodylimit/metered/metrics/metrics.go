// Package metrics shows them with a server of its own.
package metrics

import (
	"expvar"
	"net/http"
)

var Puts = expvar.NewInt("puts")

func Serve() error {
	mux := http.NewServeMux()
	mux.Handle("/metrics", expvar.Handler())
	server := &http.Server{Addr: "localhost:9090", Handler: mux}
	return server.ListenAndServe()
}
