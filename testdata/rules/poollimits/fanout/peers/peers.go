// Package peers asks all peers for each request.
package peers

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Doer sends a request.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// All asks all of the peers at once.
type All struct {
	client *http.Client
	doer   Doer
	urls   []string
}

// New is given what it asks with.
func New(client *http.Client, doer Doer, urls []string) *All {
	return &All{client, doer, urls}
}

// Ask starts a goroutine for each peer.
func (a *All) Ask(ctx context.Context) {
	var wg sync.WaitGroup
	for _, url := range a.urls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a.get(ctx, url)
		}()
	}
	wg.Wait()
}

func (a *All) get(ctx context.Context, url string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return
	}
	resp, err := a.client.Do(req)
	if err != nil {
		return
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
}

// Send goes through an interface, in a group without a limit.
func (a *All) Send(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, url := range a.urls {
		g.Go(func() error {
			req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, nil)
			if err != nil {
				return err
			}
			resp, err := a.doer.Do(req)
			if err != nil {
				return err
			}
			return resp.Body.Close()
		})
	}
	return g.Wait()
}

// One asks one peer after the other.
func (a *All) One(ctx context.Context, client *http.Client) {
	for _, url := range a.urls {
		_ = getWith(ctx, client, url)
	}
}

// Few asks a few at once.
func Few(ctx context.Context, client *http.Client, urls []string) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for _, url := range urls {
		g.Go(func() error { return getWith(ctx, client, url) })
	}
	return g.Wait()
}

// Each asks all with the client that it is given.
func Each(ctx context.Context, client *http.Client, urls []string) {
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Go(func() { _ = getWith(ctx, client, url) })
	}
	wg.Wait()
}

func getWith(ctx context.Context, client *http.Client, url string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
