// Package address keeps connections by the address of a variable.
package address

import (
	"errors"
	"net"
)

type client struct{ conn *net.Conn }

func (c *client) connect(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	c.conn = &conn
	_, err = (*c.conn).Write([]byte("hello"))
	return err
}

func dial(addr string) (*net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &conn, nil
}

// Nobody has the address on one way out.
func (c *client) greet(addr string) error {
	conn, err := net.Dial("tcp", addr) // want `conn from net.Dial is not released on the path that returns at line 36`
	if err != nil {
		return err
	}
	if _, err := conn.Write([]byte("hello")); err != nil {
		return errors.New("no greeting")
	}
	c.conn = &conn
	return nil
}

// The address goes nowhere.
func ask(addr string) error {
	conn, err := net.Dial("tcp", addr) // want `conn from net.Dial is not released on the path that returns at line 50`
	if err != nil {
		return err
	}
	to := &conn
	if _, err := (*to).Write([]byte("hello")); err != nil {
		return err
	}
	return conn.Close()
}
