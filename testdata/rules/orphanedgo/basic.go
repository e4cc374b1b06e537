// Package orphanedgo has cases of the rule orphanedgo.
package orphanedgo

import (
	"context"
	"errors"
	"log"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
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
	go func(out chan<- string) {
		for {
			out <- lookup("next") // want `the goroutine may send on out forever`
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
	go func() {
		for {
			select {
			case <-tick.C:
				s.queue <- "ping" // want `the goroutine may send on queue forever`
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

// Another goroutine that sends takes no part, and a log only prints.
func notified(w http.ResponseWriter, r *http.Request) {
	s := &session{queue: make(chan string, 100)}
	done := make(chan struct{})
	go func() {
		for {
			select {
			case s.queue <- lookup("news"):
			case <-done:
				return
			}
		}
	}()
	go func() {
		for {
			s.queue <- "ping" // want `the goroutine may send on queue forever`
		}
	}()
	log.Printf("queue %p", s.queue)
	for {
		select {
		case e := <-s.queue:
			answer(w, e)
		case <-r.Context().Done():
			close(done)
			return
		}
	}
}

// The caller may leave before it takes the result.
//
//moved:stay what callers in other packages do with a channel is not known
func ask(q string) chan string {
	found := make(chan string)
	go func() { // want `the goroutine may send on found forever: .* \(via orphanedgo.asks → orphanedgo.ask\)`
		defer close(found)
		found <- lookup(q)
	}()
	return found
}

func asks(w http.ResponseWriter, r *http.Request) {
	select {
	case s := <-ask(r.FormValue("q")):
		answer(w, s)
	case <-r.Context().Done():
	}
}

// A function of its own, which is given the channels.
func beats(ctx context.Context, out chan<- string) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			out <- lookup("beat") // want `the goroutine may send on out forever: .* \(via orphanedgo.listen → orphanedgo.stream\)`
		}
	}
}

func listen(w http.ResponseWriter, r *http.Request) {
	out := make(chan string)
	stream(w, r, out)
}

func stream(w http.ResponseWriter, r *http.Request, out chan string) {
	go beats(r.Context(), out)
	for {
		select {
		case s := <-out:
			answer(w, s)
		case <-r.Context().Done():
			return
		}
	}
}

// Who closes the channel takes nothing from it.
func closed(w http.ResponseWriter, r *http.Request) {
	found := make(chan string)
	var wg sync.WaitGroup
	for _, mirror := range r.Form["m"] {
		wg.Add(1)
		go func(c chan<- string) { // want `the goroutine may send on c forever`
			defer wg.Done()
			c <- lookup(mirror)
		}(found)
	}
	wg.Add(1)
	go func(c chan<- string) {
		defer wg.Done()
		select {
		case c <- lookup("b"):
		case <-r.Context().Done():
		}
	}(found)
	go func(c chan string) {
		wg.Wait()
		close(c)
	}(found)
	for s := range found {
		if s != "" {
			answer(w, s)
			return
		}
	}
}

// A group starts it.
func grouped(w http.ResponseWriter, r *http.Request) {
	var g errgroup.Group
	found := make(chan string)
	g.Go(func() error { // want `the goroutine may send on found forever`
		found <- lookup("a")
		return nil
	})
	select {
	case s := <-found:
		answer(w, s)
	case <-r.Context().Done():
		return
	}
	_ = g.Wait()
}
