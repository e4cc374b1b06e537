// Package dials keeps one connection an address, each made by whoever asks first.
package dials

import (
	"net/http"
	"sync"

	"google.golang.org/grpc"
)

type Conns struct {
	mu   sync.Mutex
	made map[string]*grpc.ClientConn
}

// Silent: a connection that is made in the background waits for nobody
func (c *Conns) get(addr string) (*grpc.ClientConn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if conn, ok := c.made[addr]; ok {
		return conn, nil
	}
	opts := []grpc.DialOption{grpc.WithTransportCredentials(nil)}
	conn, err := grpc.Dial(addr, opts...)
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
