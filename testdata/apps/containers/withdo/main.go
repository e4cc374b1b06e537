// Command withdo has its handler from samber/do.
package main

import (
	"database/sql"
	"log"
	"net/http"

	"github.com/samber/do"

	"example.com/containers/api"
	"example.com/peers"
)

func newPeer(i *do.Injector) (api.Peer, error) {
	client, err := do.Invoke[*http.Client](i)
	if err != nil {
		return nil, err
	}
	return peers.NewDoPeer(client), nil
}

func newQuick(i *do.Injector) (api.Quick, error) {
	return peers.NewDoQuick(do.MustInvokeNamed[*http.Client](i, "bounded")), nil
}

func newCheck(i *do.Injector) (api.Check, error) {
	return peers.NewDoCheck(do.MustInvoke[*sql.DB](i)), nil
}

func main() {
	injector := do.New()
	do.Provide(injector, func(i *do.Injector) (*sql.DB, error) { return peers.OpenOnly() })
	do.Provide(injector, func(i *do.Injector) (api.Repo, error) {
		return peers.NewDoRepo(do.MustInvoke[*sql.DB](i)), nil
	})
	do.Provide(injector, func(i *do.Injector) (*http.Client, error) { return peers.NewDoClient(), nil })
	do.Provide(injector, newPeer)
	do.Provide(injector, func(i *do.Injector) (*api.Handler, error) {
		return api.New(do.MustInvoke[api.Repo](i), do.MustInvoke[api.Peer](i), do.MustInvoke[api.Quick](i), do.MustInvoke[api.Check](i)), nil
	})
	do.ProvideNamedValue(injector, "bounded", peers.Bounded())
	do.Provide(injector, newQuick)
	do.Provide(injector, newCheck)
	log.Fatal(api.Serve(do.MustInvoke[*api.Handler](injector)))
}
