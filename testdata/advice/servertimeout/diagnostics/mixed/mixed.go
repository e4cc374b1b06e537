// Package mixed serves profiles along with what does something.
package mixed

import (
	"database/sql"
	"expvar"
	"net/http"
	"net/http/pprof"

	"github.com/gin-gonic/gin"
)

type users struct{ db *sql.DB }

func (u *users) get(w http.ResponseWriter, r *http.Request) { _ = u.db.PingContext(r.Context()) }

func serve(u *users, addr string) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/users", u.get)
	server := &http.Server{Addr: addr, Handler: mux} // want `http.Server sets no ReadHeaderTimeout or ReadTimeout: .*servertimeout\]`
	return server.ListenAndServe()
}

// What somebody unknown registers.
func given(h http.Handler, addr string) error {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.Handle("/", h)
	return http.ListenAndServe(addr, mux) // want `http.ListenAndServe serves with no timeout: .*servertimeout\]`
}

func framed(u *users, addr string) error {
	router := gin.New()
	router.Use(gin.Recovery())
	router.GET("/debug/vars", gin.WrapH(expvar.Handler()))
	router.GET("/users", func(c *gin.Context) { u.get(c.Writer, c.Request) })
	return http.ListenAndServe(addr, router) // want `http.ListenAndServe serves with no timeout: .*servertimeout\]`
}
