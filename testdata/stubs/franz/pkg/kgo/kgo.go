// Package kgo has the API of the real one that fixtures use, without bodies.
package kgo

import "context"

type Record struct{ Key, Value []byte }

type Fetches []Record

func (fs Fetches) EachRecord(fn func(*Record)) {}

type Client struct{}

func (cl *Client) PollFetches(ctx context.Context) Fetches { return nil }
func (cl *Client) Close()                                  {}
