package perrequest

import (
	"net/http"

	"github.com/nats-io/nats.go"
)

func subscribe(nc *nats.Conn) error {
	_, err := nc.Subscribe("orders", func(m *nats.Msg) {
		use(&http.Client{Transport: &http.Transport{}}) // want `http.Transport is built for every message: nothing of it is reused`
	})
	return err
}
