package orphanedgo

import "net/http"

// Silent: there is room, everybody waits, or others know the struct

type waiter struct {
	query string
	one   chan string
	told  chan string
	all   chan string
}

func (s *waiter) runOne()  { s.one <- lookup(s.query) }
func (s *waiter) runTold() { s.told <- lookup(s.query) }
func (s *waiter) runAll()  { s.all <- lookup(s.query) }

func roomInField(w http.ResponseWriter, r *http.Request) {
	s := &waiter{query: r.URL.Path, one: make(chan string, 1)}
	go s.runOne()
	select {
	case v := <-s.one:
		answer(w, v)
	case <-r.Context().Done():
	}
}

func waitsForField(w http.ResponseWriter, r *http.Request) {
	s := &waiter{query: r.URL.Path, all: make(chan string)}
	go s.runAll()
	answer(w, <-s.all)
}

var waiters = map[string]*waiter{}

func known(w http.ResponseWriter, r *http.Request) {
	s := &waiter{query: r.URL.Path, told: make(chan string)}
	waiters[s.query] = s
	go s.runTold()
	select {
	case v := <-s.told:
		answer(w, v)
	case <-r.Context().Done():
	}
}
