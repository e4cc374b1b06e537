package main

import (
	"database/sql"
	"log"
	"net/http"

	"github.com/google/wire"

	"example.com/containers/api"
	"example.com/peers"
)

var set = wire.NewSet(
	peers.Open,
	peers.NewWireRepo,
	peers.NewWireClient,
	peers.NewWirePeer,
	wire.Bind(new(api.Repo), new(*peers.WireRepo)),
	wire.Bind(new(api.Peer), new(*peers.WirePeer)),
	newBounded,
	newQuick,
	newCheck,
	wire.Bind(new(api.Quick), new(*peers.WireQuick)),
)

// bounded is there because a set has one provider of each type.
type bounded struct{ client *http.Client }

func newBounded() bounded { return bounded{peers.Bounded()} }

func newQuick(b bounded) *peers.WireQuick { return peers.NewWireQuick(b.client) }

func newCheck(db *sql.DB) api.Check { return peers.NewWireCheck(db) }

func main() {
	h, cleanup, err := initialize()
	if err != nil {
		log.Fatal(err)
	}
	defer cleanup()
	log.Fatal(api.Serve(h))
}
