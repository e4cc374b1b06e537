// Package middleware has the API of the real one that fixtures use, without bodies.
package middleware

import (
	"time"

	"github.com/labstack/echo/v4"
)

func BodyLimit(limit string) echo.MiddlewareFunc { return nil }

func ContextTimeout(timeout time.Duration) echo.MiddlewareFunc { return nil }
