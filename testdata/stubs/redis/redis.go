// Package redis has the API of the real one that fixtures use, without bodies.
package redis

import "context"

type Options struct {
	Addr     string
	Password string
}

type Client struct{}

func NewClient(opt *Options) *Client { return nil }

func ParseURL(redisURL string) (*Options, error) { return nil, nil }

func (c *Client) Close() error                                   { return nil }
func (c *Client) Get(ctx context.Context, key string) *StringCmd { return nil }

type StringCmd struct{}

func (cmd *StringCmd) Result() (string, error) { return "", nil }
