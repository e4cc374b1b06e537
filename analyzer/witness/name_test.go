package witness_test

import (
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/witness"
)

func TestName(t *testing.T) {
	for _, c := range []struct{ key, want string }{
		{"(*database/sql.DB).Query", "(*sql.DB).Query"},
		{"(github.com/jackc/pgx/v5.Tx).Commit", "(pgx.Tx).Commit"},
		{"(*github.com/jackc/pgx/v5/pgxpool.Pool).Query", "(*pgxpool.Pool).Query"},
		{"example.com/m/api.Get$1", "api.Get$1"},
		{"net/http.Get", "http.Get"},
		{"github.com/redis/go-redis/v9.NewClient", "redis.NewClient"},
		{"(*github.com/nats-io/nats.go.Conn).Publish", "(*nats.Conn).Publish"},
		{"gopkg.in/yaml.v3.Unmarshal", "yaml.Unmarshal"},
		{"main", "main"},
		{"GET /orders/{id}", "GET /orders/{id}"},
		{"receive from jobs", "receive from jobs"},
	} {
		if got := witness.Name(c.key); got != c.want {
			t.Errorf("%s: got %s, want %s", c.key, got, c.want)
		}
	}
}
