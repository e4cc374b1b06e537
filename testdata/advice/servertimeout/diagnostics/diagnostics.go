// Package diagnostics serves profiles and metrics only.
package diagnostics

import (
	"expvar"
	"net/http"
	"net/http/pprof"

	"github.com/gin-gonic/gin"
)

func byDefault(addr string) error {
	return http.ListenAndServe(addr, nil) // want `http.ListenAndServe serves with no timeout: .*servertimeout/advice`
}

func literal(addr string) *http.Server {
	return &http.Server{Addr: addr} // want `http.Server sets no ReadHeaderTimeout or ReadTimeout: .*servertimeout/advice`
}

func registered(addr string) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.Handle("/debug/vars", expvar.Handler())
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {})
	server := &http.Server{Addr: addr, Handler: mux} // want `http.Server sets no ReadHeaderTimeout or ReadTimeout: .*servertimeout/advice`
	return server.ListenAndServe()
}

// What a library puts before them hands requests on.
func framed(addr string) error {
	router := gin.New()
	router.Use(gin.Recovery())
	router.GET("/debug/vars", gin.WrapH(expvar.Handler()))
	return http.ListenAndServe(addr, router) // want `http.ListenAndServe serves with no timeout: .*servertimeout/advice`
}
