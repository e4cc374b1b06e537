// Package timed gives the HTTP client below an API a timeout, so that nothing
// is said of the calls that go through it.
package timed

import (
	"context"
	"net/http"
	"time"

	"cloud.google.com/go/storage"
	"github.com/elastic/go-elasticsearch/v8"
)

type shop struct {
	es     *elasticsearch.Client
	photos *storage.ObjectHandle
}

func open(ctx context.Context) (*shop, error) {
	es, err := elasticsearch.NewClient(elasticsearch.Config{Transport: transport()})
	if err != nil {
		return nil, err
	}
	photos, err := storage.NewClient(ctx)
	return &shop{es, photos.Bucket("a").Object("b")}, err
}

func transport() *http.Transport {
	return &http.Transport{ResponseHeaderTimeout: 3 * time.Second}
}

func (s *shop) find(w http.ResponseWriter, r *http.Request) {
	found, err := s.es.Search(s.es.Search.WithIndex("goods"))
	if err != nil {
		return
	}
	defer found.Body.Close()
}

func (s *shop) photo(w http.ResponseWriter, r *http.Request) {
	photo, err := s.photos.NewReader(context.Background())
	if err != nil {
		return
	}
	defer photo.Close()
}
