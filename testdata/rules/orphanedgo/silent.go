package orphanedgo

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// One function for each item of "Silent when", in order. Its comment repeats
// the first words of the item, and a test looks for them.

// Silent: the channel has room for all that is sent
func room(w http.ResponseWriter, r *http.Request) {
	mirrors := r.Form["m"]
	found := make(chan string, len(mirrors))
	for _, m := range mirrors {
		go func() { found <- lookup(m) }()
	}
	select {
	case s := <-found:
		answer(w, s)
	case <-r.Context().Done():
	}
}

func roomForThree(w http.ResponseWriter, r *http.Request) {
	found := make(chan string, 3)
	for i := 0; i < 3; i++ {
		go func() { found <- lookup("a") }()
	}
	answer(w, <-found)
}

func hedged(w http.ResponseWriter, r *http.Request) {
	found := make(chan string, 1)
	go func() { found <- lookup("a") }()
	go func() { found <- lookup("b") }()
	answer(w, <-found)
}

// Silent: the goroutine has another way out
func wayOut(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	found := make(chan string)
	go func() {
		select {
		case found <- lookup("a"):
		case <-ctx.Done():
		}
	}()
	select {
	case s := <-found:
		answer(w, s)
	case <-ctx.Done():
	}
}

func dropped(w http.ResponseWriter, r *http.Request) {
	found := make(chan string)
	go func() {
		select {
		case found <- lookup("a"):
		default:
		}
	}()
	select {
	case s := <-found:
		answer(w, s)
	case <-time.After(time.Second):
	}
}

// Silent: the function receives on every path
func every(w http.ResponseWriter, r *http.Request) {
	found := make(chan string)
	go func() { found <- lookup("a") }()
	if lookup("b") == "" {
		<-found
		return
	}
	answer(w, <-found)
}

func each(w http.ResponseWriter, r *http.Request) {
	mirrors := r.Form["m"]
	found := make(chan string)
	for _, m := range mirrors {
		go func() { found <- lookup(m) }()
	}
	for range mirrors {
		answer(w, <-found)
	}
}

func two(w http.ResponseWriter, r *http.Request) {
	found := make(chan string)
	go func() { found <- lookup("a") }()
	go func() { found <- lookup("b") }()
	answer(w, <-found)
	answer(w, <-found)
}

func perTurn(w http.ResponseWriter, r *http.Request) {
	for _, m := range r.Form["m"] {
		found := make(chan string)
		go func() { found <- lookup(m) }()
		answer(w, <-found)
	}
}

func drained(w http.ResponseWriter, r *http.Request) {
	out := make(chan string)
	go func() {
		defer close(out)
		for _, m := range r.Form["m"] {
			out <- lookup(m)
		}
	}()
	for s := range out {
		answer(w, s)
	}
}

func drainedInTheEnd(w http.ResponseWriter, r *http.Request) {
	out := make(chan string)
	defer func() {
		for range out {
		}
	}()
	go func() {
		defer close(out)
		for _, m := range r.Form["m"] {
			out <- lookup(m)
		}
	}()
	for s := range out {
		if s == "" {
			return
		}
	}
}

func collected(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	out := make(chan string)
	for _, m := range r.Form["m"] {
		wg.Add(1)
		go func() {
			defer wg.Done()
			out <- lookup(m)
		}()
	}
	go func() {
		wg.Wait()
		close(out)
	}()
	for s := range out {
		answer(w, s)
	}
}

func gathered(w http.ResponseWriter, r *http.Request) {
	g, ctx := errgroup.WithContext(r.Context())
	out := make(chan string)
	for _, m := range r.Form["m"] {
		g.Go(func() error {
			select {
			case out <- lookup(m):
			case <-ctx.Done():
			}
			return nil
		})
	}
	g.Go(func() error {
		for s := range out {
			if s == "" {
				return errNone
			}
		}
		return nil
	})
	_ = g.Wait()
}

// Silent: somebody else may receive
func generate(ctx context.Context) <-chan string {
	out := make(chan string)
	go func() { out <- lookup("a") }()
	return out
}

func future(q string) <-chan string {
	out := make(chan string)
	go func() { out <- lookup(q) }()
	return out
}

func awaited(w http.ResponseWriter, r *http.Request) {
	found := future("a")
	if lookup("b") == "" {
		<-found
		return
	}
	answer(w, <-found)
}

func handed(w http.ResponseWriter, r *http.Request) {
	answer(w, <-generate(r.Context()))
	out := make(chan string)
	go func() { out <- lookup("a") }()
	if lookup("b") == "" {
		discard(out)
		return
	}
	<-out
}

func discard(out <-chan string) { <-out }

// Silent: the function closes the channel that the goroutine waits for
func closes(w http.ResponseWriter, r *http.Request) {
	jobs := make(chan string)
	defer close(jobs)
	go func() {
		for j := range jobs {
			lookup(j)
		}
	}()
	for _, id := range r.Form["id"] {
		if id == "" {
			return
		}
		jobs <- id
	}
}

// Silent: a state of the program, or a sync.Once, lets one goroutine run
func sweeps(w http.ResponseWriter, r *http.Request) {
	sweeping.Do(func() {
		go func() {
			for range time.Tick(time.Minute) {
				lookup("a")
			}
		}()
	})
}

func serves(w http.ResponseWriter, r *http.Request) {
	jobs := make(chan string)
	go func() {
		beat := time.Tick(time.Minute)
		for {
			select {
			case <-beat:
				lookup("a")
			case j := <-jobs:
				lookup(j)
			}
		}
	}()
	queues.Store(r.URL.Path, jobs)
}

var (
	sweeping sync.Once
	queues   sync.Map
)

// Silent: no request reaches it
func Start(ctx context.Context) {
	found := make(chan string)
	go func() { found <- lookup("a") }()
	select {
	case <-found:
	case <-ctx.Done():
	}
}

// A variable remembers that it was received.
func remembered(w http.ResponseWriter, r *http.Request) {
	stop := make(chan bool)
	go func() { stop <- lookup("a") == "" }()
	interrupted, stopped := false, false
	for !interrupted {
		select {
		case interrupted = <-stop:
			stopped = true
		case s := <-inputs:
			if s == "" {
				if !stopped {
					<-stop
				}
				return
			}
			answer(w, s)
		}
	}
}

var inputs chan string
