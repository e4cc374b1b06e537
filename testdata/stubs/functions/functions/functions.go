// Package functions has the API of the real one that fixtures use, without bodies.
package functions

import "net/http"

func HTTP(name string, fn func(http.ResponseWriter, *http.Request)) {}
func Typed(name string, fn any)                                     {}
