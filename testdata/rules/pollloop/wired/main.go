// Command wired has the loop in a package that the handlers do not know.
package main

import (
	"net/http"

	"example.com/testdata/rules/pollloop/wired/api"
	"example.com/testdata/rules/pollloop/wired/jobs"
)

func main() {
	http.Handle("/", api.New(jobs.New()))
}
