// Package app wires what main does not.
package app

import (
	"database/sql"
	"log"
	"net/http"

	"example.com/byhand/api"
	"example.com/byhand/plugins"
	"example.com/peers"
)

// Routes adds the routes of every kind.
func Routes(mux *http.ServeMux, db *sql.DB) {
	mux.Handle("GET /option", api.NewOptions(api.WithRepo(peers.NewOption(db))))
	mux.Handle("GET /embedded", &api.Embedded{ReadWriter: readWriter{peers.Reads{DB: db}, peers.Writes{DB: db}}})
	mux.Handle("GET /users/{id}", &api.Users{Repo: peers.NewTable[api.User](db)})
	mux.Handle("GET /counts", &api.Counts{Counter: logged{peers.Counts{DB: db}}})
	mux.Handle("GET /loads", &api.Loads{Load: peers.Loads{DB: db}.Load, Plain: func() error { return peers.Plain(db) }})
	mux.Handle("GET /adapted", api.Adapted(api.LoadFunc(peers.Loads{DB: db}.Adapted)))
	mux.Handle("GET /closure", api.Closure(peers.Loads{DB: db}.Closed))
	loads := peers.Loads{DB: db}
	steps := api.NewSteps(map[string]api.Load{"named": loads.Named}, api.LoadFunc(loads.One),
		func() error { return peers.First(db) }, loads.Second)
	mux.Handle("GET /steps", steps)
	mux.HandleFunc("GET /plugin", plugins.Serve)
	plugins.Provide(&peers.Located{DB: db})
	mux.HandleFunc("GET /located", plugins.ServeLocated)
	plugins.Keep("kept", &peers.Kept{DB: db})
	mux.Handle("GET /kept", plugins.Carry(&peers.Carried{DB: db}, plugins.ServeKept))
	log.Println(&peers.Printed{DB: db})
}

type readWriter struct {
	api.Reader
	api.Writer
}

// logged decorates a counter.
type logged struct{ next api.Counter }

func (l logged) Count() error { return l.next.Count() }
