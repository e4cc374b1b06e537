package detached

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
)

func ginUse(c *gin.Context) {
	go func() { // want `the goroutine uses \*gin.Context after the handler returned: it serves another request by then`
		log.Print(c.Param("id"))
	}()
}

func ginPassed(c *gin.Context) {
	go track(c) // want `the goroutine uses \*gin.Context`
}

func track(c *gin.Context) { log.Print(c.Query("page")) }

func ginAnswer(c *gin.Context) {
	go func() { // want `the goroutine uses \*gin.Context`
		c.JSON(http.StatusOK, gin.H{})
	}()
}

func echoUse(c echo.Context) error {
	go func() { // want `the goroutine uses echo.Context`
		log.Print(c.Get("user"))
	}()
	return c.NoContent(http.StatusNoContent)
}

func fiberUse(c *fiber.Ctx) error {
	go func() { // want `the goroutine uses \*fiber.Ctx`
		_ = c.SendString("done")
	}()
	return nil
}

func writes(w http.ResponseWriter, r *http.Request) {
	go func() { // want `the goroutine writes the response after the handler returned: it is lost, or corrupts the connection`
		fmt.Fprintln(w, "done")
	}()
}

func writesElsewhere(w http.ResponseWriter, r *http.Request) {
	go answer(w) // want `the goroutine writes the response`
}

func answer(w http.ResponseWriter) { w.WriteHeader(http.StatusOK) }

func reads(w http.ResponseWriter, r *http.Request) {
	go func() { // want `the goroutine reads the request's body after the handler returned: it is closed by then`
		var v any
		_ = json.NewDecoder(r.Body).Decode(&v)
	}()
}

func readsForm(w http.ResponseWriter, r *http.Request) {
	go func() { // want `the goroutine reads the request's body`
		log.Print(r.FormValue("name"))
		_, _ = io.WriteString(io.Discard, r.URL.Path)
	}()
}
