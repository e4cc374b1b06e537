package main

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// several asks in ways of which some limit how many requests there are at once.
type several struct {
	copied, listed                                    *http.Client
	inside, locked, workers, constant, literal, given *http.Client

	next    *peer
	permits chan struct{}
	mu      sync.Mutex
	number  int
}

type peer struct {
	url  string
	next *peer
}

// configure is set by who knows what.
var configure func(*http.Transport)

func newSeveral() *several {
	copied := http.DefaultTransport.(*http.Transport).Clone() // want `http.Transport without MaxConnsPerHost: a request sends several at once, in goroutines that \(\*fanout.several\).ask starts`
	copied.MaxIdleConnsPerHost = 5
	given := &http.Transport{}
	configure(given)
	return &several{
		copied:   &http.Client{Transport: copied, Timeout: time.Second},
		listed:   &http.Client{Transport: &http.Transport{}, Timeout: time.Second}, // want `http.Transport without MaxConnsPerHost`
		inside:   &http.Client{Transport: &http.Transport{}, Timeout: time.Second},
		locked:   &http.Client{Transport: &http.Transport{}, Timeout: time.Second},
		workers:  &http.Client{Transport: &http.Transport{}, Timeout: time.Second},
		constant: &http.Client{Transport: &http.Transport{}, Timeout: time.Second},
		literal:  &http.Client{Transport: &http.Transport{}, Timeout: time.Second},
		given:    &http.Client{Transport: given, Timeout: time.Second},
		permits:  make(chan struct{}, 4),
	}
}

func (s *several) ask(ctx context.Context, urls []string) {
	var wg sync.WaitGroup
	for _, url := range urls {
		wg.Go(func() { get(ctx, s.copied, url) })
		wg.Go(func() { get(ctx, s.given, url) })
		wg.Go(func() {
			s.permits <- struct{}{} // in the goroutine
			defer func() { <-s.permits }()
			get(ctx, s.inside, url)
		})
		wg.Go(func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			get(ctx, s.locked, url)
		})
	}
	for p := s.next; p != nil; p = p.next {
		wg.Go(func() { get(ctx, s.listed, p.url) })
	}
	for range 3 {
		wg.Go(func() { get(ctx, s.constant, urls[0]) })
	}
	for _, url := range []string{"http://a", "http://b"} {
		wg.Go(func() { get(ctx, s.literal, url) })
	}
	jobs := make(chan string, len(urls))
	for range s.number {
		wg.Go(func() {
			for url := range jobs {
				get(ctx, s.workers, url)
			}
		})
	}
	for _, url := range urls {
		jobs <- url
	}
	close(jobs)
	wg.Wait()
}

func get(ctx context.Context, c *http.Client, url string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return
	}
	if resp, err := c.Do(req); err == nil {
		_ = resp.Body.Close()
	}
}
