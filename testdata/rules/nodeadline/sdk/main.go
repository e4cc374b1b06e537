// Command sdk makes the clients of APIs over HTTP that its packages use: one of
// them with a timeout.
package main

import (
	"context"
	"net/http"
	"time"

	"cloud.google.com/go/storage"
	"github.com/elastic/go-elasticsearch/v8"

	"example.com/testdata/rules/nodeadline/sdk/find"
	"example.com/testdata/rules/nodeadline/sdk/load"
)

func main() {
	es, err := elasticsearch.NewClient(elasticsearch.Config{Transport: &http.Transport{ResponseHeaderTimeout: time.Second}})
	if err != nil {
		panic(err)
	}
	http.Handle("/find", find.New(es))
	http.Handle("/load", load.New(photos(context.Background())))
	server := &http.Server{Addr: ":8080", ReadTimeout: time.Second, WriteTimeout: time.Second}
	_ = server.ListenAndServe()
}

func photos(ctx context.Context) *storage.ObjectHandle { return load.Open(ctx) }
