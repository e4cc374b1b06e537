// Package cache asks a cache through connections that others make.
package cache

import (
	"net/http"

	"github.com/gomodule/redigo/redis"
)

type Cache struct{ Pool *redis.Pool }

func (c *Cache) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conn := c.Pool.Get()
	defer conn.Close()
	_, _ = conn.Do("GET", r.URL.Path)
}
