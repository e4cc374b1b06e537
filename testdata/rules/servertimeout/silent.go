package servertimeout

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"example.com/testdata/rules/servertimeout/tuned"
)

// Silent: the server's ReadHeaderTimeout or ReadTimeout is set
func bounded(h http.Handler) []*http.Server {
	return []*http.Server{
		{Handler: h, ReadHeaderTimeout: time.Second},
		{Handler: h, ReadTimeout: time.Second},
	}
}

// Who copies a server knows what it sets.
func copied(other *http.Server, h http.Handler) *http.Server {
	server := *other
	server.Handler = h
	return &server
}

// A decoder may set anything.
func decoded(data []byte, h http.Handler) *http.Server {
	var server http.Server
	_ = json.Unmarshal(data, &server)
	server.Handler = h
	return &server
}

// Silent: it listens on this machine only
func local(h http.Handler) {
	go http.ListenAndServe("localhost:6060", nil)
	go http.ListenAndServe(fmt.Sprintf("localhost:%d", os.Getpid()), nil)
	go http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil)
	go http.ListenAndServe("127.0.0.1:6060", h)
	server := &http.Server{Addr: "[::1]:6060", Handler: h}
	server.ListenAndServe()
	app := fiber.New()
	app.Listen("127.0.0.1:3000")
}

// A function of another package that it is given to.
func helped(h http.Handler) error {
	server := &http.Server{Addr: ":8080", Handler: h}
	tuned.Patiently(server)
	return server.ListenAndServe()
}

// Silent: somebody unknown configures it, such as an option
func configured(h http.Handler, options ...func(*http.Server)) *http.Server {
	server := &http.Server{Addr: ":8080", Handler: h}
	for _, option := range options {
		option(server)
	}
	return server
}

// Silent: another server accepts its connections
func mounted(h fiber.Handler) (*fiber.App, fasthttp.RequestHandler) {
	outer, inner, mounted := fiber.New(fiber.Config{ReadTimeout: time.Second}), fiber.New(), fiber.New()
	inner.Get("/", h)
	outer.Use("/inner", inner)
	outer.Mount("/mounted", mounted)
	lambda := fiber.New()
	return outer, lambda.Handler()
}
