// Command withfx has its handler from fx.
package main

import (
	"context"
	"database/sql"
	"net/http"

	"go.uber.org/fx"

	"example.com/containers/api"
	"example.com/peers"
)

type params struct {
	fx.In

	Repo  api.Repo
	Peer  api.Peer
	Quick api.Quick
	Check api.Check
}

func newHandler(p params) *api.Handler { return api.New(p.Repo, p.Peer, p.Quick, p.Check) }

type clients struct {
	fx.Out

	Bounded *http.Client `name:"bounded"`
}

func newClients() clients { return clients{Bounded: peers.Bounded()} }

func newCheck(db *sql.DB) api.Check { return peers.NewFxCheck(db) }

func start(lc fx.Lifecycle, db *sql.DB, h *api.Handler) {
	lc.Append(fx.Hook{
		OnStart: func(ctx context.Context) error {
			if err := db.PingContext(ctx); err != nil {
				return err
			}
			go api.Serve(h)
			return nil
		},
		OnStop: func(ctx context.Context) error { return db.Close() },
	})
}

func main() {
	fx.New(
		fx.Provide(peers.OpenOnly, newHandler),
		fx.Module("peers",
			fx.Provide(
				fx.Annotate(peers.NewFxRepo, fx.As(new(api.Repo))),
				peers.NewFxClient,
				fx.Annotate(peers.NewFxPeer, fx.As(new(api.Peer))),
				newClients,
				newCheck,
				fx.Annotate(peers.NewFxQuick, fx.As(new(api.Quick)), fx.ParamTags(`name:"bounded"`)),
			),
			fx.Decorate(api.Count),
		),
		fx.Invoke(start),
	).Run()
}
