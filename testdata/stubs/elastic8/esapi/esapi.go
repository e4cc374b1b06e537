// Package esapi is a stub.
package esapi

import (
	"context"
	"io"
)

type API struct {
	Indices *Indices
	Index   Index
	Info    Info
	Search  Search
}

type Indices struct{ Exists IndicesExists }

type Response struct {
	StatusCode int
	Body       io.ReadCloser
}

func (r *Response) IsError() bool { return r.StatusCode > 299 }

type Transport interface{ Perform() error }

type Info func(o ...func(*InfoRequest)) (*Response, error)

type InfoRequest struct{}

type Search func(o ...func(*SearchRequest)) (*Response, error)

type SearchRequest struct{}

func (f Search) WithContext(context.Context) func(*SearchRequest) { return nil }
func (f Search) WithIndex(...string) func(*SearchRequest)         { return nil }

func (r SearchRequest) Do(context.Context, Transport) (*Response, error) { return nil, nil }

type Index func(index string, body io.Reader, o ...func(*IndexRequest)) (*Response, error)

type IndexRequest struct{}

func (f Index) WithContext(context.Context) func(*IndexRequest) { return nil }

type IndicesExists func(index []string, o ...func(*IndicesExistsRequest)) (*Response, error)

type IndicesExistsRequest struct{}
