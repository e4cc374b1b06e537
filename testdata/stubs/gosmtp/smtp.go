// Package smtp has the API of the real one that fixtures use, without bodies.
package smtp

import "io"

type Conn struct{}

type MailOptions struct{}

type Session interface {
	Mail(from string, opts *MailOptions) error
	Data(r io.Reader) error
}

type Backend interface {
	NewSession(c *Conn) (Session, error)
}
