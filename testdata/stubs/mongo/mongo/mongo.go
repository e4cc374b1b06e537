// Package mongo has the API of the real one that fixtures use, without bodies.
package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/mongo/options"
)

type Client struct{}

func Connect(ctx context.Context, opts ...*options.ClientOptions) (*Client, error) { return nil, nil }

func (c *Client) Disconnect(ctx context.Context) error { return nil }
