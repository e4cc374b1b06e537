// Package peer has clients that others wire, and uses of what they are given.
package peer

import (
	"bytes"
	"context"
	"net/http"
	"time"
)

// NewClient makes a client that waits for ever.
func NewClient() *http.Client {
	return &http.Client{} // want `http.Client sets no Timeout: .*\(via \(\*api.Handler\).Get → \(\*peer.Peer\).Load`
}

// NewBounded makes one that does not.
func NewBounded() *http.Client {
	return &http.Client{Timeout: time.Second}
}

// NewLater makes one that its user gives a timeout.
func NewLater() *http.Client { return new(http.Client) }

// Shared is a client that nobody gives a timeout.
var Shared = http.DefaultClient // want `http.DefaultClient has no timeout: .*`

type Peer struct{ Client *http.Client }

func New(c *http.Client) *Peer { return &Peer{Client: c} }

func (p *Peer) Load(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, "GET", "http://peer.example", nil)
	if err != nil {
		return err
	}
	resp, err := p.Client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Zero has a zero client, which has no other place than its use. In a goroutine
// of the request, nobody waits, but each goroutine stays.
type Zero struct{ client http.Client }

func (z *Zero) Post(body []byte) {
	go func() {
		resp, err := z.client.Post("http://peer.example", "text/plain", bytes.NewReader(body)) // want `http.Client sets no Timeout: .*`
		if err == nil {
			resp.Body.Close()
		}
	}()
}

// Given has one that is given a timeout.
type Given struct{ client http.Client }

func NewGiven(timeout time.Duration) *Given {
	g := &Given{}
	g.client.Timeout = timeout
	return g
}

func (g *Given) Post(body []byte) {
	go func() {
		resp, err := g.client.Post("http://peer.example", "text/plain", bytes.NewReader(body))
		if err == nil {
			resp.Body.Close()
		}
	}()
}
