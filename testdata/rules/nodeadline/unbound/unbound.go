// Package unbound uses what another package opened.
package unbound

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"example.com/testdata/rules/nodeadline/unbound/mixed"
	"example.com/testdata/rules/nodeadline/unbound/store"
)

type repo struct {
	store.Base
	bound store.Bound
}

func newRepo(dialector gorm.Dialector) *repo {
	db, err := gorm.Open(dialector)
	if err != nil {
		return nil
	}
	return &repo{Base: store.NewBase(db)}
}

func (p *repo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var row struct{}
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	store.DB.First(&row)                   // want `\(\*gorm.DB\).First may wait forever: it takes no context`
	store.DB.Where("id = ?", 1).Find(&row) // want `\(\*gorm.DB\).Find may wait forever`
	p.DB.Create(&row)                      // want `\(\*gorm.DB\).Create may wait forever`

	store.DB.WithContext(ctx).First(&row)
	p.bound.DB.First(&row)
	mixed.DB.First(&row)
}
