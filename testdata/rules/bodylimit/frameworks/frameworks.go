// Package frameworks reads requests by way of frameworks.
package frameworks

import (
	"io"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
)

func raw(c *gin.Context) {
	b, err := c.GetRawData() // want `\(\*gin.Context\).GetRawData reads a request of any size`
	if err != nil {
		return
	}
	c.JSON(http.StatusOK, b)
}

func ginBody(c *gin.Context) {
	b, err := io.ReadAll(c.Request.Body) // want `io.ReadAll reads a request of any size`
	if err != nil {
		return
	}
	c.JSON(http.StatusOK, b)
}

func ginFile(c *gin.Context) {
	_, _ = c.FormFile("file") // want `\(\*gin.Context\).FormFile takes files of any size`
}

func ginLimited(c *gin.Context) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 1<<20)
	_, _ = c.FormFile("file")
	_, _ = c.GetRawData()
	_, _ = io.ReadAll(c.Request.Body)
}

func echoBody(c echo.Context) error {
	b, err := io.ReadAll(c.Request().Body) // want `io.ReadAll reads a request of any size`
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, b)
}

func echoFile(c echo.Context) error {
	_, err := c.FormFile("file") // want `\(echo.Context\).FormFile takes files of any size`
	return err
}

func echoLimited(c echo.Context) error {
	c.Request().Body = http.MaxBytesReader(c.Response(), c.Request().Body, 1<<20)
	_, err := io.ReadAll(c.Request().Body)
	return err
}

// fiber reads 4 MB at most before it calls a handler.
func fiberBody(c *fiber.Ctx) error { return c.UserContext().Err() }

func Run() error {
	e := gin.New()
	e.POST("/raw", raw)
	e.POST("/body", ginBody, ginFile, ginLimited)
	s := echo.New()
	s.POST("/body", echoBody)
	s.POST("/file", echoFile)
	s.POST("/limited", echoLimited)
	go s.Start(":1")
	return e.Run(":2")
}
