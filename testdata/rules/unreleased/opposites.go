package unreleased

import (
	"errors"
	"io"
	"net"
)

type upstream struct {
	proxy *string
	addr  string
}

type relay struct{ up *upstream }

// Only one of the two branches is taken.
func (r *relay) dial() (io.ReadWriteCloser, error) {
	up := r.up
	var out io.ReadWriteCloser
	if up.proxy == nil {
		conn, err := net.Dial("tcp", up.addr)
		if err != nil {
			return nil, err
		}
		out = conn
	}
	if up.proxy != nil {
		conn, err := net.Dial("tcp", *up.proxy)
		if err != nil {
			return nil, errors.New("no proxy")
		}
		out = conn
	}
	return out, nil
}

// The field is another one when it is tested again.
func (r *relay) redial(next *string) (io.ReadWriteCloser, error) {
	up := r.up
	var out io.ReadWriteCloser
	if up.proxy == nil {
		conn, err := net.Dial("tcp", up.addr) // want `conn from net.Dial is not released on the path that returns at line 50`
		if err != nil {
			return nil, err
		}
		out = conn
	}
	up.proxy = next
	if up.proxy != nil {
		return nil, errors.New("try again")
	}
	return out, nil
}
