// Package message has the API of the real one that fixtures use, without bodies.
package message

import "context"

type Message struct{ Payload []byte }

func (m *Message) Context() context.Context { return nil }
func (m *Message) Ack() bool                { return true }

type HandlerFunc func(msg *Message) ([]*Message, error)

type NoPublishHandlerFunc func(msg *Message) error

type HandlerMiddleware func(h HandlerFunc) HandlerFunc

type Publisher interface {
	Publish(topic string, messages ...*Message) error
}

type Subscriber interface {
	Subscribe(ctx context.Context, topic string) (<-chan *Message, error)
}

type Handler struct{}

type Router struct{}

func (r *Router) AddMiddleware(m ...HandlerMiddleware) {}
func (r *Router) AddHandler(handlerName, subscribeTopic string, subscriber Subscriber, publishTopic string, publisher Publisher, handlerFunc HandlerFunc) *Handler {
	return nil
}
func (r *Router) AddNoPublisherHandler(handlerName, subscribeTopic string, subscriber Subscriber, handlerFunc NoPublishHandlerFunc) *Handler {
	return nil
}
