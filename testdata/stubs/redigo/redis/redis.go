// Package redis stands for redigo.
package redis

import "time"

type Conn interface {
	Close() error
	Do(commandName string, args ...any) (reply any, err error)
}

type Pool struct {
	Dial      func() (Conn, error)
	MaxActive int
	Wait      bool
}

func (p *Pool) Get() Conn { return nil }

type DialOption struct{}

func DialReadTimeout(d time.Duration) DialOption { return DialOption{} }

func Dial(network, address string, options ...DialOption) (Conn, error) { return nil, nil }
