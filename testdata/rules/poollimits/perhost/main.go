// A program that sets a limit after the transport is made.
package main

import (
	"context"
	"net/http"
	"sync"
	"time"
)

type fetcher struct {
	client *http.Client
	urls   []string
}

func newFetcher(urls []string) *fetcher {
	t := http.DefaultTransport.(*http.Transport).Clone()
	own := &http.Transport{}
	limit(own)
	_ = t
	return &fetcher{&http.Client{Transport: own, Timeout: time.Second}, urls}
}

func limit(t *http.Transport) { t.MaxConnsPerHost = 8 }

func (f *fetcher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var wg sync.WaitGroup
	for _, url := range f.urls {
		wg.Go(func() { f.get(r.Context(), url) })
	}
	wg.Wait()
}

func (f *fetcher) get(ctx context.Context, url string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return
	}
	if resp, err := f.client.Do(req); err == nil {
		_ = resp.Body.Close()
	}
}

func main() {
	srv := &http.Server{Addr: ":80", Handler: newFetcher(nil), ReadTimeout: time.Second}
	_ = srv.ListenAndServe()
}
