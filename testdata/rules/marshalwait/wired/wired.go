// Package wired serializes with the help of other packages.
package wired

import (
	"html/template"

	"example.com/testdata/rules/marshalwait/wired/store"
)

type Page struct{ ID int }

func (p Page) MarshalYAML() (any, error) { return store.Name(p.ID) }

func (p Page) MarshalText() ([]byte, error) { return authors.Author(p.ID) }

type Authors interface {
	Author(id int) ([]byte, error)
}

var authors Authors = store.New()

func parse() *template.Template {
	return template.New("page").Funcs(template.FuncMap{"title": store.Title})
}
