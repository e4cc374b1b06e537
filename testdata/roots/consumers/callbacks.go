// Package consumers has consumers of message brokers and of job queues.
package consumers

import (
	"context"

	"github.com/IBM/sarama"
	"github.com/ThreeDotsLabs/watermill/message"
	mqtt "github.com/eclipse/paho.mqtt.golang"
	"github.com/hibiken/asynq"
	"github.com/nats-io/nats.go"
	"github.com/rabbitmq/amqp091-go"
	"github.com/riverqueue/river"
	"github.com/robfig/cron/v3"
)

// sarama.

type group struct{}

func (g *group) Setup(sarama.ConsumerGroupSession) error   { return nil } // root consumer
func (g *group) Cleanup(sarama.ConsumerGroupSession) error { return nil } // root consumer
func (g *group) ConsumeClaim(s sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error { // root consumer, context in s
	for msg := range claim.Messages() {
		g.one(s.Context(), msg)
	}
	return nil
}

func (g *group) one(ctx context.Context, msg *sarama.ConsumerMessage) {} // not a root

func Run(ctx context.Context, c sarama.ConsumerGroup) error { // not a root
	for {
		if err := c.Consume(ctx, []string{"x"}, &group{}); err != nil {
			return err
		}
	}
}

// NATS and MQTT.

func onMessage(msg *nats.Msg) {} // root consumer, no context

func Subscribe(nc *nats.Conn, c mqtt.Client) { // not a root
	_, _ = nc.Subscribe("x", onMessage)
	_, _ = nc.QueueSubscribe("x", "y", func(msg *nats.Msg) {})  // root consumer, no context
	c.Subscribe("x", 1, func(c mqtt.Client, m mqtt.Message) {}) // root consumer, no context
}

// watermill.

func transform(msg *message.Message) ([]*message.Message, error) { return nil, nil } // root consumer, context in msg

func Route(r *message.Router, s message.Subscriber, p message.Publisher) { // not a root
	r.AddMiddleware(retried)
	r.AddHandler("a", "b", s, "c", p, transform)
	r.AddNoPublisherHandler("a", "b", s, func(msg *message.Message) error { return nil }) // root consumer, context in msg
}

func retried(h message.HandlerFunc) message.HandlerFunc { // not a root
	return func(msg *message.Message) ([]*message.Message, error) { return h(msg) } // root consumer, context in msg
}

// asynq and river.

type mailer struct{}

func (m *mailer) ProcessTask(ctx context.Context, t *asynq.Task) error { return nil } // root consumer, context in ctx

func resize(ctx context.Context, t *asynq.Task) error { return nil } // root consumer, context in ctx

func Mux(mux *asynq.ServeMux) { // not a root
	mux.Handle("mail", &mailer{})
	mux.HandleFunc("resize", resize)
	mux.Use(func(h asynq.Handler) asynq.Handler { // not a root
		return asynq.HandlerFunc(func(ctx context.Context, t *asynq.Task) error { return h.ProcessTask(ctx, t) }) // root consumer, context in ctx
	})
}

type SortArgs struct{}

func (SortArgs) Kind() string { return "sort" } // not a root

type sorter struct {
	river.WorkerDefaults[SortArgs]
}

func (s *sorter) Work(ctx context.Context, job *river.Job[SortArgs]) error { return nil } // root consumer, context in ctx

func Workers(w *river.Workers) { river.AddWorker(w, &sorter{}) } // not a root

// A table of functions by routing key.

func onOrder(d *amqp091.Delivery) (any, error) { return nil, nil } // root consumer, no context

func decode(d *amqp091.Delivery) (any, error) { return d.Body, nil } // not a root

var routes = map[string]func(d *amqp091.Delivery) (any, error){"order": onOrder}

func dispatch(key string, d *amqp091.Delivery) { // not a root
	_, _ = decode(d)
	_, _ = routes[key](d)
}

// No request waits for what runs on a schedule.

func Cron(c *cron.Cron) { // not a root
	_, _ = c.AddFunc("@daily", func() {}) // not a root
	_, _ = c.AddJob("@daily", nightly{})
}

type nightly struct{}

func (nightly) Run() {} // not a root
