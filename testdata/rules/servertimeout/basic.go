// Package servertimeout has the fixtures of the rule.
package servertimeout

import "net/http"

func basic(mux *http.ServeMux) {
	http.ListenAndServe(":8080", mux) // want `http.ListenAndServe serves with no timeout: a peer that sends slowly holds a connection for ever`
}
