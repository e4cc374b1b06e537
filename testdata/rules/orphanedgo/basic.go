// Package orphanedgo has cases of the rule orphanedgo.
package orphanedgo

import (
	"context"
	"errors"
	"net/http"
	"time"
)

func lookup(q string) string                 { return q }
func answer(w http.ResponseWriter, s string) {}

func search(w http.ResponseWriter, r *http.Request) {
	found := make(chan string)
	go func() { found <- lookup(r.FormValue("q")) }() // want `the goroutine may send on found forever: on some path nobody receives what it sends \[orphanedgo\]`
	select {
	case s := <-found:
		answer(w, s)
	case <-r.Context().Done():
	}
}

// As it should be.
func searchWithRoom(w http.ResponseWriter, r *http.Request) {
	found := make(chan string, 1)
	go func() { found <- lookup(r.FormValue("q")) }()
	select {
	case s := <-found:
		answer(w, s)
	case <-r.Context().Done():
	}
}

func timeout(w http.ResponseWriter, r *http.Request) {
	done := make(chan struct{})
	go func() { // want `the goroutine may send on done forever`
		lookup("slow")
		done <- struct{}{}
	}()
	select {
	case <-done:
	case <-time.After(time.Second):
		w.WriteHeader(http.StatusGatewayTimeout)
		return
	}
	answer(w, "")
}

// One of two is sent: on one branch or on the other.
func branches(w http.ResponseWriter, r *http.Request) {
	errs := make(chan error)
	go func() { // want `the goroutine may send on errs forever`
		if lookup("a") == "" {
			errs <- errors.New("none")
			return
		}
		errs <- nil
	}()
	select {
	case <-errs:
	case <-r.Context().Done():
	}
}

var errNone = errors.New("none")

// The function leaves before it receives.
func early(w http.ResponseWriter, r *http.Request) {
	found := make(chan string)
	go func() { found <- lookup("a") }() // want `the goroutine may send on found forever`
	if lookup("b") == "" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	answer(w, <-found)
}

// The first result of several.
func first(w http.ResponseWriter, r *http.Request) {
	found := make(chan string)
	for _, mirror := range []string{"a", "b", "c"} {
		go func() { found <- lookup(mirror) }() // want `the goroutine may send on found forever`
	}
	answer(w, <-found)
}

// The first error.
func all(ctx context.Context, mirrors []string) error {
	errs := make(chan error)
	for _, m := range mirrors {
		go func(m string) { // want `the goroutine may send on errs forever: .* \(via orphanedgo.fetchAll → orphanedgo.all\)`
			if lookup(m) == "" {
				errs <- errNone
			} else {
				errs <- nil
			}
		}(m)
	}
	for range mirrors {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}

func fetchAll(w http.ResponseWriter, r *http.Request) {
	if err := all(r.Context(), r.Form["m"]); err != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

// A producer that never looks whether anybody still takes what it makes.
func consume(w http.ResponseWriter, r *http.Request) {
	events := make(chan string, 16)
	go func(out chan<- string) { // want `the goroutine may send on out forever`
		for {
			out <- lookup("next")
		}
	}(events)
	for {
		select {
		case e := <-events:
			answer(w, e)
		case <-r.Context().Done():
			return
		}
	}
}

// The inner send is in no select.
type session struct{ queue chan string }

func heartbeat(w http.ResponseWriter, r *http.Request) {
	s := &session{queue: make(chan string, 100)}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	go func() { // want `the goroutine may send on queue forever`
		for {
			select {
			case <-tick.C:
				s.queue <- "ping"
			case <-r.Context().Done():
				return
			}
		}
	}()
	for {
		select {
		case e := <-s.queue:
			answer(w, e)
		case <-r.Context().Done():
			return
		}
	}
}

// Workers wait for more.
func pool(w http.ResponseWriter, r *http.Request) {
	jobs := make(chan string)
	for range 4 {
		go func() { // want `the goroutine may wait for jobs forever: on some path it is left neither sent to nor closed`
			for j := range jobs {
				lookup(j)
			}
		}()
	}
	for _, id := range r.Form["id"] {
		if id == "" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		jobs <- id
	}
	close(jobs)
}

func ignored(w http.ResponseWriter, r *http.Request) {
	found := make(chan string)
	//stallcheck:ignore orphanedgo lookup never takes long
	go func() { found <- lookup("a") }()
	select {
	case <-found:
	case <-r.Context().Done():
	}
}

// Room for one is not enough for all.
func firstWithRoom(w http.ResponseWriter, r *http.Request) {
	found := make(chan string, 1)
	for _, mirror := range r.Form["m"] {
		go func() { found <- lookup(mirror) }() // want `the goroutine may send on found forever`
	}
	answer(w, <-found)
}
