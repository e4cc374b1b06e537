// Package blocking waits for the connections that it makes.
package blocking

import (
	"net/http"
	"sync"

	"google.golang.org/grpc"
)

type Conns struct {
	mu   sync.Mutex
	made map[string]*grpc.ClientConn
}

func (c *Conns) get(addr string) (*grpc.ClientConn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if conn, ok := c.made[addr]; ok {
		return conn, nil
	}
	opts := []grpc.DialOption{grpc.WithTransportCredentials(nil), grpc.WithBlock()}
	conn, err := grpc.Dial(addr, opts...) // want `blocking.Conns.mu is held across grpc.Dial: one slow reply stalls every request that wants it .*`
	if err != nil {
		return nil, err
	}
	c.made[addr] = conn
	return conn, nil
}

func (c *Conns) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, err := c.get(r.URL.Path); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
}
