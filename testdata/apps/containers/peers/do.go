package peers

import (
	"database/sql"
	"net/http"
)

type DoRepo struct{ db *sql.DB }

func NewDoRepo(db *sql.DB) *DoRepo { return &DoRepo{db} }

func (p *DoRepo) Load() error {
	return p.db.Ping() // want nodeadline
}

type DoPeer struct{ client *http.Client }

func NewDoClient() *http.Client {
	return &http.Client{} // want clienttimeout
}

func NewDoPeer(c *http.Client) *DoPeer { return &DoPeer{c} }

func (p *DoPeer) Fetch(r *http.Request) error { return fetch(p.client, r) }

// DoQuick has a client with a timeout.
type DoQuick struct{ client *http.Client }

func NewDoQuick(c *http.Client) *DoQuick { return &DoQuick{c} }

func (p *DoQuick) FetchQuick(r *http.Request) error { return fetchPlain(p.client) }

// NewDoCheck makes a function.
func NewDoCheck(db *sql.DB) func() error {
	return func() error {
		return db.Ping() // want nodeadline
	}
}
