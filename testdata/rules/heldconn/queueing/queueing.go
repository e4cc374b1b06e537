// Package queueing has a pool of which whoever finds it empty waits.
package queueing

import (
	"context"

	"github.com/gomodule/redigo/redis"
	goredis "github.com/redis/go-redis/v9"
)

type store struct {
	pool  *redis.Pool
	other *goredis.Client
}

func newStore(other *goredis.Client) *store {
	return &store{&redis.Pool{MaxActive: 8, Wait: true}, other}
}

func (s *store) held(ctx context.Context) error {
	conn := s.pool.Get()
	defer conn.Close()
	s.other.Set(ctx, "k", "v", 0) // want `connection of \(\*redis.Pool\).Get is held across \(\*redis.Client\).Set`
	_, err := conn.Do("SET", "k", "v")
	return err
}

func (s *store) wrapped(ctx context.Context) error {
	conn := s.conn()
	defer conn.Close()
	s.other.Set(ctx, "k", "v", 0) // want `connection of \(\*queueing.store\).conn is held across \(\*redis.Client\).Set`
	_, err := conn.Do("SET", "k", "v")
	return err
}

func (s *store) conn() redis.Conn { return s.pool.Get() }
