// Package nats has the API of the real one that fixtures use, without bodies.
package nats

import (
	"context"
	"time"
)

type Msg struct{ Data []byte }

func (m *Msg) Respond(data []byte) error { return nil }

type MsgHandler func(msg *Msg)

type Subscription struct{}

func (s *Subscription) NextMsg(timeout time.Duration) (*Msg, error)          { return nil, nil }
func (s *Subscription) NextMsgWithContext(ctx context.Context) (*Msg, error) { return nil, nil }
func (s *Subscription) Unsubscribe() error                                   { return nil }

type Conn struct{}

func Connect(url string) (*Conn, error) { return nil, nil }

func (nc *Conn) Subscribe(subj string, cb MsgHandler) (*Subscription, error) { return nil, nil }
func (nc *Conn) QueueSubscribe(subj, queue string, cb MsgHandler) (*Subscription, error) {
	return nil, nil
}
func (nc *Conn) SubscribeSync(subj string) (*Subscription, error) { return nil, nil }
