// Command withdig has its handler from dig.
package main

import (
	"database/sql"
	"log"
	"net/http"

	"go.uber.org/dig"

	"example.com/containers/api"
	"example.com/peers"
)

type params struct {
	dig.In

	Repo  api.Repo
	Peer  api.Peer
	Quick api.Quick
	Check api.Check
}

func newHandler(p params) *api.Handler { return api.New(p.Repo, p.Peer, p.Quick, p.Check) }

type quickParams struct {
	dig.In

	Client *http.Client `name:"bounded"`
}

func newQuick(p quickParams) *peers.DigQuick { return peers.NewDigQuick(p.Client) }

func newCheck(db *sql.DB) api.Check { return peers.NewDigCheck(db) }

func build() *dig.Container {
	c := dig.New()
	for _, err := range []error{
		c.Provide(peers.OpenOnly),
		c.Provide(peers.NewDigRepo, dig.As(new(api.Repo))),
		c.Provide(peers.NewDigClient),
		c.Provide(peers.NewDigPeer, dig.As(new(api.Peer))),
		c.Provide(peers.Bounded, dig.Name("bounded")),
		c.Provide(newQuick, dig.As(new(api.Quick))),
		c.Provide(newCheck),
		c.Decorate(api.Count),
		c.Provide(newHandler),
	} {
		if err != nil {
			log.Fatal(err)
		}
	}
	return c
}

func main() {
	if err := build().Invoke(api.Serve); err != nil {
		log.Fatal(err)
	}
}
