// Package find asks an index; its client has a timeout, which nobody knows here.
package find

import (
	"net/http"

	"github.com/elastic/go-elasticsearch/v8"
)

type finder struct{ es *elasticsearch.Client }

func New(es *elasticsearch.Client) http.Handler { return &finder{es} }

func (f *finder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	found, err := f.es.Search(f.es.Search.WithIndex("goods"))
	if err != nil {
		return
	}
	defer found.Body.Close()
}
