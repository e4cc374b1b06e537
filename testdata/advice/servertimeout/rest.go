// Package servertimeout has servers that requests reach in time.
package servertimeout

import (
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
)

func slowReader(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadTimeout: time.Second} // want `http.Server sets no WriteTimeout: a peer that reads slowly holds a connection for ever`
}

func idle(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: time.Second, WriteTimeout: time.Minute} // want `http.Server sets no IdleTimeout: a peer that asks nothing more holds a connection for ever`
}

func framework() *fiber.App {
	return fiber.New(fiber.Config{ReadTimeout: time.Second}) // want `fiber.Config sets no WriteTimeout: .*`
}

func whole(h http.Handler) []*http.Server {
	return []*http.Server{
		{Handler: h, ReadTimeout: time.Second, WriteTimeout: time.Minute},
		{Handler: h, ReadHeaderTimeout: time.Second, WriteTimeout: time.Minute, IdleTimeout: time.Minute},
		{Addr: "localhost:8080", Handler: h, ReadHeaderTimeout: time.Second},
	}
}
