// Package mux has handlers of gorilla/mux and httprouter.
package mux

import (
	"net/http"

	"github.com/gorilla/mux"
	"github.com/julienschmidt/httprouter"
)

func get(w http.ResponseWriter, r *http.Request) {} // root handler, context in r

func withParams(w http.ResponseWriter, r *http.Request, ps httprouter.Params) {} // root handler, context in r

func auth(next http.Handler) http.Handler { // not a root
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) }) // root handler, context in r
}

func Routes() { // not a root
	m := mux.NewRouter()
	m.Use(auth)
	m.HandleFunc("/x", get).Methods("GET")
	h := httprouter.New()
	h.GET("/x/:id", withParams)
	h.GET("/y", func(w http.ResponseWriter, r *http.Request, _ httprouter.Params) {}) // root handler, context in r
}
