package nodeadline

import (
	"database/sql"
	"net/http"
)

var (
	connected bool
	firstDB   *sql.DB
)

// It is done again until it goes well: each request waits meanwhile.
func getConnected(w http.ResponseWriter, r *http.Request) {
	if !connected {
		if err := firstDB.Ping(); err != nil { // want `\(\*sql.DB\).Ping may wait forever: it takes no context, though the function is given one`
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		connected = true
	}
	w.WriteHeader(http.StatusNoContent)
}

func getOnce(w http.ResponseWriter, r *http.Request) {
	if connected {
		return
	}
	ping()
	connected = true
}

func ping() { _ = firstDB.Ping() }
