package detached

import "github.com/gin-gonic/gin"

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
