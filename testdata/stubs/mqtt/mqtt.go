// Package mqtt has the API of the real one that fixtures use, without bodies.
package mqtt

type Client interface {
	Subscribe(topic string, qos byte, callback MessageHandler) Token
}

type Message interface{ Payload() []byte }

type MessageHandler func(Client, Message)

type Token interface{ Wait() bool }
