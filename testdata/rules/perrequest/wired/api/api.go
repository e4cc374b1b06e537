// Package api has handlers that call constructors of other packages.
package api

import (
	"net/http"

	"example.com/testdata/rules/perrequest/wired/billing"
)

type Factory interface {
	Client() *billing.Client
}

type Orders struct {
	key     string
	clients Factory
}

func New(key string, clients Factory) *Orders { return &Orders{key, clients} }

func (o *Orders) Pay(w http.ResponseWriter, r *http.Request) {
	if err := billing.New(o.key).Charge(r.Context(), 100); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
}

func (o *Orders) PayThere(w http.ResponseWriter, r *http.Request) {
	if err := billing.Region(o.key, r.FormValue("host")).Charge(r.Context(), 100); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
}

func (o *Orders) Refund(w http.ResponseWriter, r *http.Request) {
	if err := o.clients.Client().Charge(r.Context(), -100); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
}
