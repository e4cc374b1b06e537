// Command slots gives functions of package store to package api, which keeps
// them in slices, in maps and in literals.
package main

import (
	"net/http"

	"example.com/testdata/rules/nodeadline/slots/api"
	"example.com/testdata/rules/nodeadline/slots/store"
)

func main() {
	s := store.Open()
	var events api.Events
	events.OnAdded(s.Insert)
	events.OnStop(s.Flush)
	a := &api.API{Events: &events, Tx: s.Tx(), Audit: s}
	a.Register("list", store.List{Store: s})
	a.Register("sum", &store.Sum{Store: s})
	http.Handle("/", a)
	http.HandleFunc("/find", api.Adapt(s.Find, s.Allowed))
	http.HandleFunc("/export", func(http.ResponseWriter, *http.Request) {
		next := s.Export()
		_ = next()
	})
	defer events.Stop()
	_ = http.ListenAndServe("localhost:8080", nil)
}
