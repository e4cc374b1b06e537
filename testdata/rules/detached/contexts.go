package detached

import (
	"context"

	"github.com/gin-gonic/gin"
)

func ginRequest(c *gin.Context) {
	ctx := c.Request.Context()
	go func() { // want `the goroutine calls \(\*sql.DB\).ExecContext under the request's context`
		remember(ctx, 1)
	}()
}

// A copy is no other request's, but its context is still the request's.
func ginCopied(c *gin.Context) {
	go func(c *gin.Context) { // want `the goroutine calls \(\*sql.DB\).ExecContext under the request's context`
		remember(c.Request.Context(), 1)
	}(c.Copy())
}

// The framework's own context is given to functions that take any context.
func ginAsContext(c *gin.Context) {
	place(c)
}

func place(ctx context.Context) {
	go remember(ctx, 1) // want `the goroutine uses \*gin.Context after the handler returned: it serves another request by then`
}

func ginCaptured(c *gin.Context) {
	go func() { // want `the goroutine uses \*gin.Context after the handler returned`
		remember(c, 1)
	}()
}
