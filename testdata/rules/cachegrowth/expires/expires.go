// Package expires sets when its keys expire by another call.
package expires

import (
	"net/http"
	"time"

	"github.com/redis/go-redis/v9"
)

func count(rdb *redis.Client) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		rdb.Set(r.Context(), r.URL.Path, 1, 0)
		rdb.Expire(r.Context(), r.URL.Path, time.Minute)
	}
}
