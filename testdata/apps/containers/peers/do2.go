package peers

import (
	"database/sql"
	"net/http"
)

type Do2Repo struct{ db *sql.DB }

func NewDo2Repo(db *sql.DB) *Do2Repo { return &Do2Repo{db} }

func (p *Do2Repo) Load() error {
	return p.db.Ping() // want nodeadline
}

type Do2Peer struct{ client *http.Client }

func NewDo2Client() *http.Client {
	return &http.Client{} // want clienttimeout
}

func NewDo2Peer(c *http.Client) *Do2Peer { return &Do2Peer{c} }

func (p *Do2Peer) Fetch(r *http.Request) error { return fetch(p.client, r) }

// Do2Quick has a client with a timeout.
type Do2Quick struct{ client *http.Client }

func NewDo2Quick(c *http.Client) *Do2Quick { return &Do2Quick{c} }

func (p *Do2Quick) FetchQuick(r *http.Request) error { return fetchPlain(p.client) }

// NewDo2Check makes a function.
func NewDo2Check(db *sql.DB) func() error {
	return func() error {
		return db.Ping() // want nodeadline
	}
}

// NewDo2Pool is called for each request, by a container that is told to.
func NewDo2Pool() (*sql.DB, error) {
	return sql.Open("postgres", "") // want perrequest
}
