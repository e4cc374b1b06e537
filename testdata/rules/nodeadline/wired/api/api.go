// Package api has a handler that knows an interface only.
package api

import (
	"context"
	"net/http"
)

type Repo interface {
	Find(ctx context.Context, id int) error
	Count() error
}

type API struct{ repo Repo }

func New(repo Repo) *API { return &API{repo} }

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_ = a.repo.Find(context.Background(), 1) // want `api.Repo\).Find may wait forever in .*QueryRowContext: context.Background replaces`
	_ = a.repo.Find(r.Context(), 1)
	_ = a.repo.Count()
}
