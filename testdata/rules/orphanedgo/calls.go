package orphanedgo

import (
	"context"
	"net/http"
)

// A struct stands for a call that is under way

type call struct {
	query string
	done  chan error
	found chan string
}

type caller struct {
	client  *http.Client
	pending map[string]*call
}

func (c *caller) run(cl *call) {
	resp, err := c.client.Get(cl.query)
	if err == nil {
		resp.Body.Close()
	}
	cl.done <- err
}

func (c *caller) do(ctx context.Context, q string) error {
	cl := &call{query: q, done: make(chan error)}
	go c.run(cl) // want `the goroutine may send on done forever: on some path nobody receives what it sends`
	select {
	case err := <-cl.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *caller) serve(w http.ResponseWriter, r *http.Request) { c.do(r.Context(), "a") }

func (cl *call) find() { cl.found <- lookup(cl.query) }

func (c *caller) captured(w http.ResponseWriter, r *http.Request) {
	cl := &call{query: r.URL.Path, found: make(chan string)}
	go func() { cl.found <- lookup(cl.query) }() // want `the goroutine may send on found forever`
	select {
	case s := <-cl.found:
		answer(w, s)
	case <-r.Context().Done():
	}
}
