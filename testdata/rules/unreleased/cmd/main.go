// Command cmd has resources that live as long as the process.
package main

import (
	"io"
	"net"
	"os"
)

func main() {
	lock, err := os.Create("lock")
	if err != nil {
		panic(err)
	}
	lock.WriteString("1")
	l, err := net.Listen("tcp", ":8080")
	if err != nil {
		panic(err)
	}
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go handle(conn)
	}
}

func handle(conn net.Conn) {
	f, err := os.Open("greeting") // want `file from os.Open is never released: Close is not called`
	if err != nil {
		return
	}
	io.Copy(conn, f)
	conn.Close()
}
