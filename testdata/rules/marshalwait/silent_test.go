package marshalwait

import "net/http"

type fixture struct{}

func (fixture) String() string {
	_, _ = http.Get("https://fixtures/")
	return ""
}
