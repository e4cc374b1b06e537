// Package websocket has the API of the real one that fixtures use, without
// bodies.
package websocket

import (
	"context"
	"net/http"
	"time"
)

type Conn struct{}

func (c *Conn) Close() error                                    { return nil }
func (c *Conn) ReadMessage() (int, []byte, error)               { return 0, nil, nil }
func (c *Conn) WriteMessage(messageType int, data []byte) error { return nil }
func (c *Conn) SetPongHandler(h func(appData string) error)     {}

type Upgrader struct{ ReadBufferSize int }

func (u *Upgrader) Upgrade(w http.ResponseWriter, r *http.Request, h http.Header) (*Conn, error) {
	return nil, nil
}

type Dialer struct {
	HandshakeTimeout time.Duration
	Subprotocols     []string
}

var DefaultDialer = &Dialer{HandshakeTimeout: 45 * time.Second}

func (d *Dialer) DialContext(ctx context.Context, url string, h http.Header) (*Conn, *http.Response, error) {
	return nil, nil, nil
}
