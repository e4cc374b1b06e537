// Package api is a stub.
package api

import "context"

type Client struct{}

func NewClient(*Config) (*Client, error) { return nil, nil }

type Config struct{ Address string }

func (c *Client) KV() *KV { return nil }

type KV struct{}

func (k *KV) Get(string, *QueryOptions) (*KVPair, *QueryMeta, error) { return nil, nil, nil }

type KVPair struct{ Value []byte }

type QueryMeta struct{}

type QueryOptions struct {
	Datacenter string
	ctx        context.Context
}

func (o *QueryOptions) Context() context.Context { return o.ctx }

func (o *QueryOptions) WithContext(ctx context.Context) *QueryOptions { return &QueryOptions{ctx: ctx} }
