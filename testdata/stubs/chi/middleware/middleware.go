// Package middleware has the API of the real one that fixtures use, without bodies.
package middleware

import (
	"net/http"
	"time"
)

func Throttle(limit int) func(http.Handler) http.Handler { return nil }

func RequestSize(bytes int64) func(http.Handler) http.Handler { return nil }

func Timeout(timeout time.Duration) func(http.Handler) http.Handler { return nil }

func Recoverer(next http.Handler) http.Handler { return nil }
