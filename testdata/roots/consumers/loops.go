package consumers

import (
	"context"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/rabbitmq/amqp091-go"
	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kgo"
)

func prepare()                             {}
func handle(ctx context.Context, b []byte) {}

func Kafka(ctx context.Context, r *kafka.Reader) error { // receive loop
	prepare() // before the loop
	for {
		msg, err := r.ReadMessage(ctx)
		if err != nil {
			return err
		}
		handle(ctx, msg.Value) // in the loop
	}
}

func Franz(ctx context.Context, cl *kgo.Client) { // receive loop
	for ctx.Err() == nil {
		fetches := cl.PollFetches(ctx)
		fetches.EachRecord(func(r *kgo.Record) { // root consumer, no context
			handle(ctx, r.Value)
		})
	}
}

func Deliveries(ctx context.Context, url string) error { // receive loop
	for { // dials again
		conn, err := amqp091.Dial(url)
		if err != nil {
			return err
		}
		ch, err := conn.Channel()
		if err != nil {
			return err
		}
		prepare() // before the loop
		msgs, err := ch.Consume("q", "", false, false, false, false, nil)
		if err != nil {
			return err
		}
		for d := range msgs {
			handle(ctx, d.Body) // in the loop
			_ = d.Ack(false)
		}
	}
}

func Selected(ctx context.Context, msgs <-chan amqp091.Delivery) { // receive loop
	go func() { // receive loop
		for {
			select {
			case <-ctx.Done():
				return
			case d, ok := <-msgs:
				if !ok {
					return
				}
				handle(ctx, d.Body) // in the loop
			}
		}
	}()
	for d := range msgs {
		go handle(ctx, d.Body) // in the loop
	}
}

func Pull(ctx context.Context, s *nats.Subscription) { // receive loop
	for {
		msg, err := s.NextMsg(time.Second)
		if err != nil {
			continue
		}
		handle(ctx, msg.Data) // in the loop
	}
}

// One message is no loop, nor is a channel of the service's own.
func One(ctx context.Context, r *kafka.Reader, own chan []byte) { // no receive loop
	msg, _ := r.ReadMessage(ctx)
	handle(ctx, msg.Value)
	for b := range own {
		handle(ctx, b)
	}
}
