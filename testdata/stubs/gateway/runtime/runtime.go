// Package runtime has the API of the real one that fixtures use, without bodies.
package runtime

import "net/http"

type HandlerFunc func(w http.ResponseWriter, r *http.Request, pathParams map[string]string)

type ServeMux struct{}

func NewServeMux() *ServeMux { return nil }

func (s *ServeMux) HandlePath(meth, pathPattern string, h HandlerFunc) error { return nil }
