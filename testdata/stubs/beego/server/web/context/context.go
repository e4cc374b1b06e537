// Package context has the API of the real one that fixtures use, without bodies.
package context

import "net/http"

type Context struct {
	Request *http.Request
}
