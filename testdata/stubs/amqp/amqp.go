// Package amqp091 has the API of the real one that fixtures use, without bodies.
package amqp091

import "context"

type Table map[string]any

type Delivery struct{ Body []byte }

func (d Delivery) Ack(multiple bool) error { return nil }

type Publishing struct{ Body []byte }

type Connection struct{}

func Dial(url string) (*Connection, error) { return nil, nil }

func (c *Connection) Channel() (*Channel, error) { return nil, nil }
func (c *Connection) Close() error               { return nil }

type Channel struct{}

func (ch *Channel) Consume(queue, consumer string, autoAck, exclusive, noLocal, noWait bool, args Table) (<-chan Delivery, error) {
	return nil, nil
}

func (ch *Channel) PublishWithContext(ctx context.Context, exchange, key string, mandatory, immediate bool, msg Publishing) error {
	return nil
}

func (ch *Channel) Close() error { return nil }
