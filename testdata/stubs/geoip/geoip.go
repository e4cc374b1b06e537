// Package geoip stands for a library that the catalogue does not know. Unlike
// those of other stubs, its bodies are looked into.
package geoip

import (
	"context"
	"database/sql"
	"net/http"
)

type Client struct {
	db   *sql.DB
	http *http.Client
}

func (c *Client) Lookup(ctx context.Context, ip string) error {
	_, err := c.db.ExecContext(ctx, "select 1", ip)
	return err
}

// LookupNow has a sibling that takes a context.
func (c *Client) LookupNow(ip string) error { return c.LookupNowContext(context.Background(), ip) }

func (c *Client) LookupNowContext(ctx context.Context, ip string) error { return c.Lookup(ctx, ip) }

// Each calls f at once.
func (c *Client) Each(f func(ip string) error) error { return f("::1") }
