package retryloop

import (
	"context"
	"net/http"

	"github.com/redis/go-redis/v9"
	"gorm.io/gorm"
)

type counters struct {
	redis *redis.Client
	gorm  *gorm.DB
}

// What is retried is the wait, not the call that says how it went.
func (c *counters) jump(w http.ResponseWriter, r *http.Request) {
again:
	_, err := c.redis.Get(context.Background(), "n").Result() // want `\(redis.Cmdable\).Get is retried for as long as it fails`
	if err != nil {
		goto again
	}
}

func (c *counters) set(w http.ResponseWriter, r *http.Request) {
	for {
		if err := c.redis.Set(context.Background(), "n", 1, 0).Err(); err == nil { // want `\(redis.Cmdable\).Set is retried for as long as it fails`
			return
		}
	}
}

func (c *counters) find(w http.ResponseWriter, r *http.Request) {
	var o Order
	for {
		if err := c.gorm.Where("id = 1").First(&o).Error; err != nil { // want `\(\*gorm.DB\).First is retried for as long as it fails`
			continue
		}
		return
	}
}

func (c *counters) tries(w http.ResponseWriter, r *http.Request) {
	var o Order
	for range 3 {
		if err := c.gorm.First(&o).Error; err == nil {
			return
		}
	}
}
