// Package redis has the API of the real one that fixtures use, without bodies.
package redis

import (
	"context"
	"time"
)

type Options struct {
	Addr     string
	Password string

	DialTimeout, ReadTimeout, WriteTimeout time.Duration

	PoolSize     int
	MinIdleConns int
	MaxIdleConns int
}

// Client is composed of the commands, as the real one is.
type Client struct{ cmdable }

type cmdable func(ctx context.Context, cmd any) error

func NewClient(opt *Options) *Client { return nil }

func ParseURL(redisURL string) (*Options, error) { return nil, nil }

func (c *Client) WithTimeout(timeout time.Duration) *Client      { return nil }
func (c *Client) Close() error                                   { return nil }
func (c *Client) Get(ctx context.Context, key string) *StringCmd { return nil }

type StringCmd struct{}

func (cmd *StringCmd) Result() (string, error) { return "", nil }

func (cmd *StringCmd) Val() string { return "" }

type StatusCmd struct{}

func (cmd *StatusCmd) Err() error { return nil }

type IntCmd struct{}

func (cmd *IntCmd) Err() error { return nil }

type BoolCmd struct{}

func (cmd *BoolCmd) Result() (bool, error) { return false, nil }

// KeepTTL leaves the time to live of a key as it is.
const KeepTTL = -1

func (c *Client) Set(ctx context.Context, key string, value any, expiration time.Duration) *StatusCmd {
	return nil
}

func (c *Client) SetNX(ctx context.Context, key string, value any, expiration time.Duration) *BoolCmd {
	return nil
}

func (c *Client) Del(ctx context.Context, keys ...string) *IntCmd                    { return nil }
func (c *Client) Publish(ctx context.Context, channel string, message any) *IntCmd   { return nil }
func (c cmdable) Expire(ctx context.Context, key string, ttl time.Duration) *BoolCmd { return nil }
func (c cmdable) HSet(ctx context.Context, key string, values ...any) *IntCmd        { return nil }

// Cmdable is what all kinds of clients do.
type Cmdable interface {
	Get(ctx context.Context, key string) *StringCmd
	Set(ctx context.Context, key string, value any, expiration time.Duration) *StatusCmd
	SetNX(ctx context.Context, key string, value any, expiration time.Duration) *BoolCmd
	Del(ctx context.Context, keys ...string) *IntCmd
	Publish(ctx context.Context, channel string, message any) *IntCmd
	Expire(ctx context.Context, key string, ttl time.Duration) *BoolCmd
	HSet(ctx context.Context, key string, values ...any) *IntCmd
}
