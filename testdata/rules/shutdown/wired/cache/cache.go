// Package cache keeps names.
package cache

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// Names are in a cache.
type Names struct{ rdb *redis.Client }

// New dials it.
func New(addr string) *Names {
	return &Names{redis.NewClient(&redis.Options{Addr: addr})} // want `redis.NewClient makes a client that the program never closes`
}

// Name finds one.
func (n *Names) Name(ctx context.Context, id string) (string, error) {
	return n.rdb.Get(ctx, id).Result()
}
