package pollloop

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// Silent: the loop looks at a context, or at a channel that others send on or
// close

func (s *server) looks(w http.ResponseWriter, r *http.Request) {
	for {
		select {
		case <-r.Context().Done():
			return
		default:
		}
		fmt.Fprintln(w, "tick")
		time.Sleep(time.Second)
	}
}

func (s *server) asks(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	for ctx.Err() == nil {
		time.Sleep(time.Second)
	}
}

func (s *server) doneComesLast(w http.ResponseWriter, r *http.Request) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			fmt.Fprintln(w, "tick")
		case <-r.Context().Done():
			return
		}
	}
}

// The one who sends closes the channel, or says that it is over.
func (h *events) closed(w http.ResponseWriter, r *http.Request) {
	l := listener{make(chan string)}
	h.join <- l
	for event := range l.events {
		fmt.Fprintln(w, event)
	}
	h.join <- l
	for {
		event := <-l.events
		if event == "" {
			return
		}
		fmt.Fprintln(w, event)
	}
}

func (h *events) run(s *server) {
	for {
		l := <-h.join
		l.events <- "hello"
	}
}

func (h *events) starts(w http.ResponseWriter, r *http.Request) { go h.run(nil) }

func (s *server) labelled(w http.ResponseWriter, r *http.Request) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
loop:
	for {
		select {
		case <-r.Context().Done():
			break loop
		case <-t.C:
			fmt.Fprintln(w, "tick")
		}
	}
}

func hub(w http.ResponseWriter, events chan string) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case e, ok := <-events:
			if !ok {
				return
			}
			fmt.Fprintln(w, e)
		case <-t.C:
			fmt.Fprintln(w, "ping")
		}
	}
}

func (s *server) subscribe(w http.ResponseWriter, r *http.Request) {
	hub(w, make(chan string))
}

func sleepUnder(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func (s *server) helper(w http.ResponseWriter, r *http.Request) {
	for !s.isReady() {
		if !sleepUnder(r.Context(), time.Second) {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

func isOver(ctx context.Context) bool { return ctx.Err() != nil }

func (s *server) asksHelper(w http.ResponseWriter, r *http.Request) {
	for !s.isReady() && !isOver(r.Context()) {
		time.Sleep(time.Second)
	}
}

func (s *server) variable(w http.ResponseWriter, r *http.Request) {
	going := true
	for going {
		select {
		case <-r.Context().Done():
			going = false
		case <-time.After(time.Second):
		}
	}
}

func (s *server) stopsOnCause(w http.ResponseWriter, r *http.Request) {
	for {
		err := s.db.PingContext(r.Context())
		if errors.Is(err, context.Canceled) {
			return
		}
		time.Sleep(time.Second)
	}
}

// Silent: it returns on the error of a call that takes a context which may end

func (s *server) pings(w http.ResponseWriter, r *http.Request) {
	for {
		if err := s.db.PingContext(r.Context()); err != nil {
			return
		}
		if s.isReady() {
			return
		}
		time.Sleep(time.Second)
	}
}

func (s *server) posts(w http.ResponseWriter, r *http.Request) {
	for {
		req, err := http.NewRequestWithContext(r.Context(), "GET", "http://peer/", nil)
		if err != nil {
			return
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			http.Error(w, fmt.Errorf("ask: %w", err).Error(), http.StatusBadGateway)
			return
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			return
		}
		time.Sleep(time.Second)
	}
}

func (s *server) captured(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	ping := func() error { return s.db.PingContext(ctx) }
	for !s.isReady() {
		if err := ping(); err != nil {
			return
		}
		time.Sleep(time.Second)
	}
}

// Silent: it returns on the error of a call that writes to the client, or reads
// from it

func (s *server) writes(w http.ResponseWriter, r *http.Request) {
	for {
		if _, err := fmt.Fprintln(w, "tick"); err != nil {
			return
		}
		time.Sleep(time.Second)
	}
}

func (s *server) flushes(w http.ResponseWriter, r *http.Request) {
	out := bufio.NewWriter(w)
	for {
		_, _ = out.WriteString("tick")
		if out.Flush() != nil {
			return
		}
		time.Sleep(time.Second)
	}
}

func event(w io.Writer, s string) error {
	_, err := io.WriteString(w, s)
	return err
}

func (s *server) eventHelper(w http.ResponseWriter, r *http.Request) {
	for {
		if err := event(w, "tick"); err != nil {
			return
		}
		time.Sleep(time.Second)
	}
}

var upgrader websocket.Upgrader

func (s *server) pump(w http.ResponseWriter, r *http.Request) {
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		<-t.C
		if err := conn.WriteMessage(9, nil); err != nil {
			return
		}
	}
}

// Silent: the number of turns, or the time that they take, is limited

func (s *server) tries(w http.ResponseWriter, r *http.Request) {
	for i := 0; i < 10; i++ {
		if s.isReady() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (s *server) counts(w http.ResponseWriter, r *http.Request) {
	tries := 0
	for !s.isReady() {
		tries++
		if tries > 10 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (s *server) until(w http.ResponseWriter, r *http.Request) {
	deadline := time.Now().Add(5 * time.Second)
	for time.Now().Before(deadline) {
		time.Sleep(100 * time.Millisecond)
	}
}

func (s *server) since(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	for !s.isReady() {
		if time.Since(start) > time.Minute {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (s *server) timer(w http.ResponseWriter, r *http.Request) {
	over := time.After(time.Minute)
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-over:
			return
		case <-t.C:
		}
	}
}

func (s *server) grows(w http.ResponseWriter, r *http.Request) {
	for d := time.Millisecond; d < time.Second; d *= 2 {
		time.Sleep(d)
	}
}

func (s *server) each(w http.ResponseWriter, r *http.Request) {
	for _, v := range r.Form {
		fmt.Fprintln(w, v)
		time.Sleep(time.Millisecond)
	}
}

func (s *server) rows(w http.ResponseWriter, r *http.Request) {
	rows, err := s.db.QueryContext(r.Context(), "select 1")
	if err != nil {
		return
	}
	defer rows.Close()
	for rows.Next() {
		time.Sleep(time.Millisecond)
	}
}

// Silent: a field or method that it looks at tells by its name that it was
// closed or stopped

type session struct {
	closed  atomic.Bool
	stopped bool
}

func (s *session) hold(w http.ResponseWriter, r *http.Request) {
	for !s.closed.Load() {
		time.Sleep(time.Second)
	}
}

func (s *session) stay(w http.ResponseWriter, r *http.Request) {
	for !s.stopped {
		time.Sleep(time.Second)
	}
}

// Silent: no request waits for it

func (s *server) starts(w http.ResponseWriter, r *http.Request) {
	go func() {
		for !s.isReady() {
			time.Sleep(time.Second)
		}
	}()
}

func (s *server) runs() {
	for {
		time.Sleep(time.Second)
	}
}

// Silent: an error drives it

func (s *server) again(w http.ResponseWriter, r *http.Request) {
	for {
		if err := s.db.PingContext(r.Context()); err == nil {
			return
		}
		time.Sleep(time.Second)
	}
}

// Ignored.
func (s *server) ignored(w http.ResponseWriter, r *http.Request) {
	for !s.isReady() {
		//stallcheck:ignore pollloop this service has one client
		time.Sleep(time.Second)
	}
}
