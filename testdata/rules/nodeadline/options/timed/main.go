// Command timed makes the connections of a cache, whose replies have a limit of time, by an option.
package main

import (
	"net/http"
	"time"

	"github.com/gomodule/redigo/redis"

	"example.com/testdata/rules/nodeadline/options/cache"
)

func main() {
	pool := &redis.Pool{MaxActive: 10, Dial: func() (redis.Conn, error) { return redis.Dial("tcp", "cache:6379", options()...) }}
	http.Handle("/", &cache.Cache{Pool: pool})
	server := &http.Server{Addr: ":8080", ReadTimeout: time.Second, WriteTimeout: time.Second}
	_ = server.ListenAndServe()
}

func options() []redis.DialOption {
	return []redis.DialOption{redis.DialReadTimeout(time.Second)}
}
