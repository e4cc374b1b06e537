// Package rates calls an interface under its lock.
package rates

import (
	"context"
	"net/http"
	"sync"
)

type Source interface {
	Rate(ctx context.Context, currency string) (float64, error)
}

type Cache struct {
	mu     sync.Mutex
	source Source
	rates  map[string]float64
}

func New(s Source) *Cache { return &Cache{source: s, rates: map[string]float64{}} }

func (c *Cache) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	currency := r.PathValue("currency")
	if _, ok := c.rates[currency]; !ok {
		c.rates[currency], _ = c.source.Rate(r.Context(), currency)
	}
}
