package orphanedgo

import (
	"context"
	"net/http"
	"time"
)

func serveNames(w http.ResponseWriter, r *http.Request) {
	next := func() (string, error) { return r.FormValue("name"), nil }
	_, _ = firstName(r.Context(), next)
	_, _ = everyName(r.Context(), next)
	paced([]string{r.FormValue("name")})
}

// Another goroutine goes on handing out turns, when nobody takes them any more.
func paced(names []string) {
	turns := make(chan int, 10)
	turns <- 1
	go func() { // want `every request leaves a goroutine behind that never ends`
		for range time.Tick(time.Second) {
			turns <- 1
		}
	}()
	done := make(chan string, len(names))
	go takeTurns(names, turns, done)
	for n := 0; n < len(names); n++ {
		if <-done == "" {
			return
		}
	}
}

func takeTurns(names []string, turns chan int, done chan string) {
	for _, name := range names {
		<-turns
		done <- name
	}
}

// What is sent before its channel is closed is sent once, in any loop.
func firstName(ctx context.Context, next func() (string, error)) (string, error) {
	name := make(chan string, 1)
	failed := make(chan error, 1)
	go func() {
		first := true
		for {
			s, err := next()
			if err != nil {
				failed <- err
				return
			}
			if first {
				name <- s
				close(name)
				first = false
			}
		}
	}()
	select {
	case n := <-name:
		return n, nil
	case err := <-failed:
		return "", err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func everyName(ctx context.Context, next func() (string, error)) (string, error) {
	name := make(chan string, 1)
	failed := make(chan error, 1)
	go func() {
		for {
			s, err := next()
			if err != nil {
				failed <- err
				return
			}
			name <- s // want `the goroutine may send on name forever`
		}
	}()
	select {
	case n := <-name:
		return n, nil
	case err := <-failed:
		return "", err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
