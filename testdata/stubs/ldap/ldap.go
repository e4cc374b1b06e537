// Package ldap has the API of the real one that fixtures use, without bodies.
package ldap

import "time"

type (
	Conn          struct{}
	SearchRequest struct{}
	SearchResult  struct{}
	DialOpt       func(*Conn)
)

func DialURL(addr string, opts ...DialOpt) (*Conn, error)            { return nil, nil }
func (l *Conn) SetTimeout(timeout time.Duration)                     {}
func (l *Conn) Close() error                                         { return nil }
func (l *Conn) Bind(username, password string) error                 { return nil }
func (l *Conn) Search(request *SearchRequest) (*SearchResult, error) { return nil, nil }
