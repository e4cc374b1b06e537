// Package resty has the API of the real one that fixtures use, without bodies.
package resty

import (
	"context"
	"time"
)

type Client struct{}

func New() *Client { return nil }

func (c *Client) SetTimeout(d time.Duration) *Client { return c }
func (c *Client) SetBaseURL(url string) *Client      { return c }
func (c *Client) R() *Request                        { return nil }

type Request struct{}

type Response struct{}

func (r *Request) SetContext(ctx context.Context) *Request { return r }
func (r *Request) SetBody(body any) *Request               { return r }
func (r *Request) Get(url string) (*Response, error)       { return nil, nil }
