// Command untimed makes the connections of a cache, whose replies nothing limits.
package main

import (
	"net/http"
	"time"

	"github.com/gomodule/redigo/redis"
)

func main() {
	pool := &redis.Pool{MaxActive: 10, Dial: func() (redis.Conn, error) { return redis.Dial("tcp", "cache:6379") }}
	http.Handle("/", &asked{pool, &http.Client{Timeout: time.Second}})
	server := &http.Server{Addr: ":8080", ReadTimeout: time.Second, WriteTimeout: time.Second}
	_ = server.ListenAndServe()
}

// The timeout of the one is nothing to the other.
type asked struct {
	pool   *redis.Pool
	client *http.Client
}

func (a *asked) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conn := a.pool.Get()
	defer conn.Close()
	if resp, err := a.client.Get("http://health:8080/"); err == nil {
		resp.Body.Close()
	}
	_, _ = conn.Do("GET", r.URL.Path) // want `\(redis.Conn\).Do may wait forever: it takes no context.*`
}
