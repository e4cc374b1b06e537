// Package retryloop has retries that are advice.
package retryloop

import (
	"context"
	"database/sql"
	"time"

	"github.com/nats-io/nats.go"
)

func open(db *sql.DB) {
	for db.Ping() != nil { // want `\(\*sql.DB\).Ping is retried for as long as it fails`
		time.Sleep(time.Second)
	}
}

func Connect(ctx context.Context, db *sql.DB) {
	for range 10 {
		if db.PingContext(ctx) == nil {
			return
		}
		time.Sleep(time.Second) // want `time.Sleep between retries looks at no context`
	}
}

func consume(c *nats.Conn, db *sql.DB) error {
	_, err := c.Subscribe("orders", func(m *nats.Msg) {
		for db.PingContext(context.Background()) != nil { // want `\(\*sql.DB\).PingContext is retried for as long as it fails`
			time.Sleep(time.Second)
		}
	})
	return err
}
