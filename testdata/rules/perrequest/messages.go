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

// Jobs that an endless loop takes and starts a goroutine for.

type queue struct{ next chan string }

func (q *queue) run() {
	for {
		id, ok := <-q.next
		if !ok {
			return
		}
		go q.handle(id)
	}
}

func (q *queue) handle(id string) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 10}} // want `http.Transport is built for every job: nothing of it is reused`
	_, _ = client.Get("https://jobs.example.com/" + id)
}

func (q *queue) startAll(ids []string) {
	for range ids {
		go q.start()
	}
}

func (q *queue) start() {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 10}}
	_, _ = client.Get("https://jobs.example.com/")
}
