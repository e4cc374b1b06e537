package redis

import "context"

type Message struct{ Payload string }

type PubSub struct{}

func (c *Client) Subscribe(ctx context.Context, channels ...string) *PubSub { return nil }

func (c *PubSub) Channel() <-chan *Message                             { return nil }
func (c *PubSub) Close() error                                         { return nil }
func (c *PubSub) ReceiveMessage(ctx context.Context) (*Message, error) { return nil, nil }
