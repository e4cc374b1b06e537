package servertimeout

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	fiber3 "github.com/gofiber/fiber/v3"
	"github.com/labstack/echo/v4"
)

func literal(h http.Handler) error {
	server := &http.Server{Addr: ":8080", Handler: h} // want `http.Server sets no ReadHeaderTimeout or ReadTimeout`
	return server.ListenAndServe()
}

func lines(h http.Handler) *http.Server {
	return &http.Server{ // want `http.Server sets no ReadHeaderTimeout or ReadTimeout`
		Addr:    ":8080", // the front door
		Handler: h,
	}
}

func empty() *http.Server {
	return &http.Server{} // want `http.Server sets no`
}

type owner struct{ *http.Server }

func kept(h http.Handler) *owner {
	server := http.Server{Addr: ":8080", Handler: h} // want `http.Server sets no ReadHeaderTimeout or ReadTimeout`
	return &owner{&server}
}

func framework(e *gin.Engine) error {
	return e.Run(":8080") // want `\(\*gin.Engine\).Run serves with no timeout`
}

func start(e *echo.Echo) error {
	return e.Start(":8080") // want `\(\*echo.Echo\).Start serves with no timeout`
}

func unconfigured(handler fiber.Handler) error {
	app := fiber.New() // want `fiber.New sets no ReadTimeout: a peer that sends slowly holds a connection for ever`
	app.Get("/", handler)
	return app.Listen(":8080")
}

func named(handler fiber3.Handler) *fiber3.App {
	app := fiber3.New(fiber3.Config{AppName: "named"}) // want `fiber.Config sets no ReadTimeout`
	app.Get("/", handler)
	return app
}

func renamed() *fiber3.App {
	return fiber3.New() // want `fiber.New sets no ReadTimeout`
}
