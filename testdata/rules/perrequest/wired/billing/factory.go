package billing

import (
	"context"
	"net"
	"net/http"
)

func dialer(host string) func(ctx context.Context, network, addr string) (net.Conn, error) {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, host)
	}
}

// Factory is used through an interface of another package.
type Factory struct{ Key string }

func (f *Factory) Client() *Client {
	return &Client{&http.Client{Transport: &http.Transport{}}} // want `http.Transport is built for every request: .*via \(\*api.Orders\).Refund → \(\*billing.Factory\).Client`
}
