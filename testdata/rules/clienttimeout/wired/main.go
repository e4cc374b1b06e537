// Command wired makes the clients and gives them away.
package main

import (
	"net/http"
	"time"

	"example.com/testdata/rules/clienttimeout/wired/api"
	"example.com/testdata/rules/clienttimeout/wired/peer"
	"example.com/testdata/rules/clienttimeout/wired/store"
)

func main() {
	later := peer.NewLater()
	later.Timeout = time.Second
	h := &api.Handler{
		Loader:  peer.New(peer.NewClient()),
		Bounded: peer.NewBounded(),
		Store:   store.New(later),
	}
	http.HandleFunc("/get", h.Get)
	http.HandleFunc("/share", h.Share)
	http.ListenAndServe("localhost:8080", nil)
}
