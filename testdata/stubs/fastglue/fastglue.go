// Package fastglue has the API of the real one that fixtures use, without bodies.
package fastglue

type (
	FastRequestHandler func(*Request) error
	FastMiddleware     func(*Request) *Request
)

type Request struct{ Context any }

type Fastglue struct{}

func New() *Fastglue { return nil }

func (f *Fastglue) GET(path string, h FastRequestHandler) {}
func (f *Fastglue) Before(fm ...FastMiddleware)           {}
