// Package websocket has the API of the real one that fixtures use, without bodies.
package websocket

import "net/http"

type Conn struct{}

func (ws *Conn) Request() *http.Request             { return nil }
func (ws *Conn) Read(msg []byte) (n int, err error) { return 0, nil }

type Handler func(*Conn)

func (h Handler) ServeHTTP(w http.ResponseWriter, req *http.Request) {}
