package nodeadline

import (
	"context"
	"database/sql"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
)

type handlers struct{ db *sql.DB }

func (h *handlers) gin(c *gin.Context) {
	if _, err := h.db.Exec(q); err != nil { // want `DB\).Exec may wait forever: it takes no context`
		return
	}
	if _, err := h.db.ExecContext(context.Background(), q); err != nil { // want `context.Background replaces`
		return
	}
	_, _ = h.db.ExecContext(c.Request.Context(), q)
	h.save(c)
}

func (h *handlers) save(c *gin.Context) {
	_, _ = h.db.Exec(q) // want `DB\).Exec may wait forever: it takes no context`
	ctx := c.Request.Context()
	_, _ = h.db.ExecContext(ctx, q)
}

func (h *handlers) echo(c echo.Context) error {
	if _, err := h.db.Exec(q); err != nil { // want `DB\).Exec may wait forever`
		return err
	}
	_, err := h.db.ExecContext(c.Request().Context(), q)
	return err
}

func (h *handlers) fiber(c *fiber.Ctx) error {
	if _, err := h.db.Exec(q); err != nil { // want `DB\).Exec may wait forever`
		return err
	}
	_, err := h.db.ExecContext(c.UserContext(), q)
	return err
}

// Nothing is given to the literal, but it runs inside a function that is given
// a request.
func (h *handlers) inline(c *gin.Context) {
	count := func() (n int) {
		_ = h.db.QueryRow(q).Scan(&n) // want `DB\).QueryRow may wait forever`
		return n
	}
	c.JSON(200, count())
}

// Helpers without a context, reached from a handler.

func (h *handlers) list(c *gin.Context) { c.JSON(200, h.all()) }

func (h *handlers) all() error {
	_, err := h.db.Exec(q) // want `DB\).Exec may wait forever: it takes no context and a request waits for it \(via .*list → .*all\)`
	return err
}

func (h *handlers) count(c *gin.Context) { c.JSON(200, h.background()) }

func (h *handlers) background() error {
	ctx := context.Background()
	_, err := h.db.ExecContext(ctx, q) // want `ExecContext may wait forever: context.Background never ends and a request waits for it`
	return err
}

// What is deferred is clean-up, which needs another context than the request's.
func (h *handlers) cleanup(c *gin.Context) {
	defer h.db.Exec(q)
	defer h.background2()
	defer func() { _, _ = h.db.Exec(q) }()
}

func (h *handlers) background2() { _, _ = h.db.ExecContext(context.Background(), q) }

func (h *handlers) Routes(e *gin.Engine) {
	e.GET("/", h.gin, h.inline, h.list, h.count)
}
