// Package redis stands for redigo.
package redis

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

func Dial(network, address string) (Conn, error) { return nil, nil }
