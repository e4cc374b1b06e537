// Package untimed calls APIs over HTTP whose clients have no field for a
// timeout, and sets none anywhere.
package untimed

import (
	"context"
	"net/http"
	"strings"
	"time"

	"cloud.google.com/go/storage"
	"github.com/elastic/go-elasticsearch/v8"
	"github.com/elastic/go-elasticsearch/v8/esapi"
	"github.com/hashicorp/consul/api"
)

type shop struct {
	es     *elasticsearch.Client
	photos *storage.ObjectHandle
	config *api.Client
}

func open(ctx context.Context) (*shop, error) {
	es, err := elasticsearch.NewDefaultClient()
	if err != nil {
		return nil, err
	}
	photos, err := storage.NewClient(ctx)
	if err != nil {
		return nil, err
	}
	config, err := api.NewClient(&api.Config{Address: "localhost:8500"})
	return &shop{es, photos.Bucket("a").Object("b"), config}, err
}

// What is called are fields of the client; the context is an option.

func (s *shop) find(w http.ResponseWriter, r *http.Request) {
	found, err := s.es.Search(s.es.Search.WithIndex("goods")) // want `esapi.Search may wait forever: it takes no context`
	if err != nil {
		return
	}
	defer found.Body.Close()
}

func (s *shop) version(w http.ResponseWriter, r *http.Request) {
	info, err := s.es.Info() // want `esapi.Info may wait forever: it takes no context`
	if err != nil {
		return
	}
	defer info.Body.Close()
}

func (s *shop) exists(w http.ResponseWriter, r *http.Request) {
	found, err := s.es.Indices.Exists([]string{"goods"}) // want `esapi.IndicesExists may wait forever`
	if err != nil {
		return
	}
	defer found.Body.Close()
}

func (s *shop) findFor(w http.ResponseWriter, r *http.Request) {
	found, err := s.es.Search(s.es.Search.WithIndex("goods"), s.es.Search.WithContext(context.Background())) // want `esapi.Search may wait forever: context.Background replaces the context`
	if err != nil {
		return
	}
	defer found.Body.Close()
}

func (s *shop) do(w http.ResponseWriter, r *http.Request) {
	found, err := esapi.SearchRequest{}.Do(context.TODO(), s.es) // want `\(esapi.SearchRequest\).Do may wait forever: context.TODO replaces`
	if err != nil {
		return
	}
	defer found.Body.Close()
}

func (s *shop) findInTime(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	found, err := s.es.Search(s.es.Search.WithContext(ctx), s.es.Search.WithIndex("goods"))
	if err != nil {
		return
	}
	defer found.Body.Close()
	added, err := s.es.Index("goods", strings.NewReader("{}"), s.es.Index.WithContext(ctx))
	if err != nil {
		return
	}
	defer added.Body.Close()
}

func (s *shop) findWith(w http.ResponseWriter, r *http.Request) {
	var options []func(*esapi.SearchRequest)
	if r.FormValue("all") == "" {
		options = append(options, s.es.Search.WithIndex("goods"))
	}
	options = append(options, s.es.Search.WithContext(r.Context()))
	found, err := s.es.Search(options...)
	if err != nil {
		return
	}
	defer found.Body.Close()
}

// A field of the type that is the package's own function: it is looked into.

type remembering struct{ search esapi.Search }

var remembers = newRemembering()

func newRemembering() *remembering {
	return &remembering{search: func(...func(*esapi.SearchRequest)) (*esapi.Response, error) { return nil, nil }}
}

func (m *remembering) find(w http.ResponseWriter, r *http.Request) {
	_, _ = m.search()
}

// A method that takes the context.

func (s *shop) photo(w http.ResponseWriter, r *http.Request) {
	photo, err := s.photos.NewReader(context.Background()) // want `NewReader may wait forever: context.Background replaces`
	if err != nil {
		return
	}
	defer photo.Close()
}

// Options that could have one.

func (s *shop) setting(w http.ResponseWriter, r *http.Request) {
	_, _, _ = s.config.KV().Get("a", nil)                                                     // want `\(\*api.KV\).Get may wait forever: it takes no context`
	_, _, _ = s.config.KV().Get("a", &api.QueryOptions{Datacenter: "b"})                      // want `\(\*api.KV\).Get may wait forever: it takes no context`
	_, _, _ = s.config.KV().Get("a", (&api.QueryOptions{}).WithContext(context.Background())) // want `\(\*api.KV\).Get may wait forever: context.Background replaces`
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	_, _, _ = s.config.KV().Get("a", (&api.QueryOptions{Datacenter: "b"}).WithContext(ctx))
}
