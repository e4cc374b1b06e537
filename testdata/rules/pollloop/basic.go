// Package pollloop has cases of the rule pollloop.
package pollloop

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"time"
)

type server struct {
	db    *sql.DB
	ready func() bool
}

func (s *server) isReady() bool { return s.ready() }

func (s *server) wait(w http.ResponseWriter, r *http.Request) {
	for !s.isReady() {
		time.Sleep(time.Second) // want `time.Sleep in a loop that goes on when the client is gone: no path leaves it then \[pollloop\]`
	}
	fmt.Fprintln(w, "ready")
}

// As it should be.
func (s *server) waitInTurn(w http.ResponseWriter, r *http.Request) {
	for !s.isReady() {
		select {
		case <-r.Context().Done():
			return
		case <-time.After(time.Second):
		}
	}
	fmt.Fprintln(w, "ready")
}

// Events, whose writes nobody checks.
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	flusher := w.(http.Flusher)
	for {
		fmt.Fprintf(w, "data: %s\n\n", time.Now())
		flusher.Flush()
		time.Sleep(time.Second) // want `time.Sleep in a loop`
	}
}

// A ticker, with a break that leaves only the select.
func (s *server) ticks(w http.ResponseWriter, r *http.Request) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select { // want `time.Ticker in a loop`
		case <-r.Context().Done():
			break
		case <-t.C:
		}
		fmt.Fprintln(w, "tick")
	}
}

func (s *server) ranges(w http.ResponseWriter, r *http.Request) {
	for range time.Tick(time.Second) { // want `time.Tick in a loop`
		fmt.Fprintln(w, "tick")
	}
}

// The state comes from a call whose error says nothing of the client.
func (s *server) status(w http.ResponseWriter, r *http.Request) {
	if err := s.finished(r.Context(), r.FormValue("id")); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
}

func (s *server) finished(ctx context.Context, id string) error {
	for {
		state, err := s.state(id)
		if err != nil {
			return err
		}
		if state == "finished" {
			return nil
		}
		time.Sleep(500 * time.Millisecond) // want `time.Sleep in a loop .* \(via \(\*pollloop.server\).status → \(\*pollloop.server\).finished\)`
	}
}

func (s *server) state(id string) (state string, err error) {
	row := s.db.QueryRow("select state from jobs where id = $1", id)
	return state, row.Scan(&state)
}

// A context that never ends is none, and one made for each turn ends nothing.
func (s *server) background(w http.ResponseWriter, r *http.Request) {
	for {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		err := s.db.PingContext(ctx)
		cancel()
		if err != nil {
			return
		}
		time.Sleep(time.Second) // want `time.Sleep in a loop`
	}
}

// The pause is in a helper.
func (s *server) helped(w http.ResponseWriter, r *http.Request) {
	for !s.isReady() {
		pause() // want `pollloop.pause in a loop`
	}
}

func pause() { time.Sleep(time.Second) }

// The state is a variable that a turn sets.
func (s *server) flagged(w http.ResponseWriter, r *http.Request) {
	found := false
	for !found {
		time.Sleep(time.Second) // want `time.Sleep in a loop`
		if s.isReady() {
			found = true
		}
	}
}

// Of two loops only one ends.
func (s *server) nested(w http.ResponseWriter, r *http.Request) {
	for {
		for range 3 {
			time.Sleep(time.Second) // want `time.Sleep in a loop`
		}
		if s.isReady() {
			return
		}
	}
}

// What to return is not known: there is no fix.
func (s *server) value(w http.ResponseWriter, r *http.Request) {
	n, err := s.first(r.Context())
	fmt.Fprintln(w, n, err)
}

func (s *server) first(ctx context.Context) (int, error) {
	for {
		if s.isReady() {
			return 1, nil
		}
		time.Sleep(time.Second) // want `time.Sleep in a loop`
	}
}

type listener struct{ events chan string }

type events struct{ join, leave chan listener }

// Nothing ends it: the next event is written to nobody.
func (h *events) listen(w http.ResponseWriter, r *http.Request) {
	l := listener{make(chan string)}
	h.join <- l
	defer func() { h.leave <- l }()
	for {
		event := <-l.events // want `receive from events in a loop that goes on when the client is gone: no path leaves it then \[pollloop\]`
		fmt.Fprintln(w, event)
	}
}

// As it should be.
func (h *events) listenInTurn(w http.ResponseWriter, r *http.Request) {
	l := listener{make(chan string)}
	h.join <- l
	defer func() { h.leave <- l }()
	for {
		select {
		case event := <-l.events:
			fmt.Fprintln(w, event)
		case <-r.Context().Done():
			return
		}
	}
}
