// Package own serves by default what it registers by default.
package own

import (
	"database/sql"
	"net/http"
	_ "net/http/pprof"
)

type users struct{ db *sql.DB }

func (u *users) get(w http.ResponseWriter, r *http.Request) { _ = u.db.PingContext(r.Context()) }

func serve(u *users, addr string) error {
	http.HandleFunc("/users", u.get)
	return http.ListenAndServe(addr, nil) // want `http.ListenAndServe serves with no timeout: .*servertimeout\]`
}
