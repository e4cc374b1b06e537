// Package moved has the number, or what it sizes, in another package.
package moved

import (
	"net/http"

	"example.com/testdata/rules/inputloop/moved/sizes"
)

func parsed(w http.ResponseWriter, r *http.Request) {
	_ = make([]byte, sizes.Of(r)) // want `make allocates`
	_ = make([]byte, sizes.AtMost(r))
}

func passed(w http.ResponseWriter, r *http.Request) {
	sizes.Fill(sizes.Of(r))
	sizes.FillSome(sizes.Of(r))
}
