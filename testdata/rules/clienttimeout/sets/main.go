// Command sets has a set of providers, and nobody who is seen to use them.
package main

import (
	"net"
	"net/http"
	"time"

	"github.com/google/wire"
)

func newClient() *http.Client {
	return &http.Client{} // want `http.Client sets no Timeout: .*`
}

func newDialer() *net.Dialer { return &net.Dialer{Timeout: time.Second} }

var set = wire.NewSet(newClient, newDialer)

func main() {}
