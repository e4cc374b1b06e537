// Command provided gets its clients from containers.
package main

import (
	"net/http"
	"time"

	"go.uber.org/fx"
)

func newClient() *http.Client {
	return &http.Client{} // want `http.Client sets no Timeout: .*via \(\*provided.service\).ServeHTTP → \(\*provided.service\).load`
}

type service struct{ client *http.Client }

func newService(c *http.Client) *service { return &service{client: c} }

func (s *service) load(r *http.Request) error {
	req, err := http.NewRequestWithContext(r.Context(), "GET", "http://peer.example", nil)
	if err != nil {
		return err
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.load(r) != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

func start(s *service) {
	server := &http.Server{Handler: s, ReadTimeout: time.Second}
	server.ListenAndServe()
}

func main() {
	fx.New(
		fx.Module("clients", fx.Provide(newClient)),
		fx.Provide(fx.Annotate(newService)),
		fx.Invoke(start),
	).Run()
}
