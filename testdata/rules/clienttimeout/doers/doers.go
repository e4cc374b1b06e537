// Command doers has what sends requests behind an interface.
package main

import (
	"context"
	"net/http"
	"os"
)

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

func latest(ctx context.Context, client doer, url string) error {
	req, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

type updater struct{ client doer }

// Nothing but the command calls it: no request waits for its client.
func (u *updater) update() error {
	if u.client == nil {
		u.client = http.DefaultClient
	}
	return latest(context.Background(), u.client, "http://peer.example")
}

func passesOn(client doer) error {
	return latest(context.Background(), client, "http://peer.example")
}

func handle(w http.ResponseWriter, r *http.Request) {
	if latest(context.Background(), http.DefaultClient, "http://peer.example") != nil { // want `http.DefaultClient has no timeout`
		w.WriteHeader(http.StatusBadGateway)
	}
}

type checker struct{ client doer }

func (c *checker) check(w http.ResponseWriter, r *http.Request) {
	if passesOn(c.client) != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

func main() {
	if len(os.Args) > 1 {
		_ = (&updater{}).update()
	}
	c := &checker{client: http.DefaultClient} // want `http.DefaultClient has no timeout`
	http.HandleFunc("/", handle)
	http.HandleFunc("/check", c.check)
	srv := &http.Server{ReadTimeout: 1e9}
	_ = srv.ListenAndServe()
}
