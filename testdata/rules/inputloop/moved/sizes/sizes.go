// Package sizes reads numbers and makes things of their size.
package sizes

import (
	"net/http"
	"strconv"
)

func Of(r *http.Request) int {
	n, _ := strconv.Atoi(r.FormValue("n"))
	return n
}

func AtMost(r *http.Request) int { return min(Of(r), 10) }

func Fill(n int) []byte { return make([]byte, n) } // want `make allocates .* \(via moved.passed → sizes.Fill\)`

func FillSome(n int) []byte {
	if n > 100 {
		n = 100
	}
	return make([]byte, n)
}
