// Command withdo2 has its handler from samber/do v2.
package main

import (
	"context"
	"database/sql"
	"log"
	"net/http"
	"time"

	"github.com/samber/do/v2"

	"example.com/containers/api"
	"example.com/peers"
)

var services = do.Package(
	do.Lazy(func(i do.Injector) (*sql.DB, error) { return peers.OpenOnly() }),
	do.Lazy(newRepo),
	do.Bind[*peers.Do2Repo, api.Repo](),
)

func newRepo(i do.Injector) (*peers.Do2Repo, error) {
	return peers.NewDo2Repo(do.MustInvoke[*sql.DB](i)), nil
}

func newPeer(i do.Injector) (*peers.Do2Peer, error) {
	return peers.NewDo2Peer(do.MustInvoke[*http.Client](i)), nil
}

func newClient(do.Injector) (*http.Client, error) { return peers.NewDo2Client(), nil }

func newHandler(i do.Injector) (*api.Handler, error) {
	return api.New(do.MustInvoke[api.Repo](i), do.MustInvokeAs[api.Peer](i), do.MustInvoke[api.Quick](i), do.MustInvoke[api.Check](i)), nil
}

func newQuick(i do.Injector) (api.Quick, error) {
	return peers.NewDo2Quick(do.MustInvokeNamed[*http.Client](i, "bounded")), nil
}

func newCheck(i do.Injector) (api.Check, error) {
	return peers.NewDo2Check(do.MustInvoke[*sql.DB](i)), nil
}

// fresh asks for what it needs when a request comes. What is made once is not
// made for the request.
type fresh struct{ injector do.Injector }

func (f fresh) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	do.MustInvokeNamed[*sql.DB](f.injector, "fresh").Close()
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	if do.MustInvoke[*sql.DB](f.injector).PingContext(ctx) != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

func main() {
	injector := do.New(services)
	do.Provide(injector, newClient)
	do.Provide(injector, newPeer)
	do.Provide(injector, newHandler)
	do.ProvideNamed(injector, "bounded", func(do.Injector) (*http.Client, error) { return peers.Bounded(), nil })
	do.Provide(injector, newQuick)
	do.Provide(injector, newCheck)
	do.ProvideNamedTransient(injector, "fresh", func(do.Injector) (*sql.DB, error) { return peers.NewDo2Pool() })
	http.Handle("GET /fresh", fresh{injector})
	log.Fatal(api.Serve(do.MustInvoke[*api.Handler](injector)))
}
