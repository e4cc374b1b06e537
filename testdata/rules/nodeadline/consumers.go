package nodeadline

import (
	"context"
	"database/sql"

	"github.com/rabbitmq/amqp091-go"
	"github.com/segmentio/kafka-go"
)

// What comes before the loop is start-up; waiting for the next message is what
// the loop is for.

func consume(db *sql.DB, ch *amqp091.Channel) error {
	if err := db.Ping(); err != nil {
		return err
	}
	msgs, err := ch.Consume("orders", "", false, false, false, false, nil)
	if err != nil {
		return err
	}
	for d := range msgs {
		if _, err := db.Exec(q, d.Body); err != nil { // want `DB\).Exec may wait forever: it takes no context and a request waits for it`
			return err
		}
	}
	return nil
}

func read(db *sql.DB, r *kafka.Reader) error {
	ctx := context.Background()
	for {
		msg, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		go store(db, msg.Value)
	}
}

func store(db *sql.DB, b []byte) {
	_, _ = db.Exec(q, b) // want `DB\).Exec may wait forever: it takes no context and a request waits for it`
}
