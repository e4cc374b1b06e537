// Package fleet decodes in every handler.
package fleet

import (
	"encoding/json"
	"io"
	"net/http"
)

type user struct{ Name string }

func create(w http.ResponseWriter, r *http.Request) {
	var u user
	_ = json.NewDecoder(r.Body).Decode(&u)
}

func update(w http.ResponseWriter, r *http.Request) {
	var u user
	_ = decode(r, &u)
}

func decode(r *http.Request, v any) error { return json.NewDecoder(r.Body).Decode(v) }

func limited(w http.ResponseWriter, r *http.Request) {
	var u user
	_ = json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&u)
}

func internal(w http.ResponseWriter, r *http.Request) {
	var u user
	_ = json.NewDecoder(r.Body).Decode(&u) //stallcheck:ignore bodylimit only our own services come here
}

func Serve() error {
	mux := http.NewServeMux() // want `2 handlers decode a request of any size: nothing on the way in limits it \(create, update\)`
	mux.HandleFunc("POST /users", create)
	mux.HandleFunc("PUT /users", update)
	mux.HandleFunc("PATCH /users", limited)
	mux.HandleFunc("DELETE /users", internal)
	return http.ListenAndServe("localhost:1", mux)
}
