// Package api has the handlers. What they need, they name by interfaces of
// their own and by functions.
package api

import "net/http"

func answer(w http.ResponseWriter, err error) {
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
	}
}

// LiteralRepo comes in a composite literal.
type LiteralRepo interface{ Literal() error }

type Literal struct{ Repo LiteralRepo }

func (h *Literal) ServeHTTP(w http.ResponseWriter, r *http.Request) { answer(w, h.Repo.Literal()) }

// FieldsRepo is assigned to a field.
type FieldsRepo interface{ Fields() error }

type Fields struct{ Repo FieldsRepo }

func (h *Fields) ServeHTTP(w http.ResponseWriter, r *http.Request) { answer(w, h.Repo.Fields()) }

// ArgumentRepo is an argument of a constructor, which keeps it in a struct in
// the handler's.
type ArgumentRepo interface{ Argument() error }

type deps struct{ repo ArgumentRepo }

type argument struct{ deps deps }

func NewArgument(repo ArgumentRepo) http.Handler { return &argument{deps{repo: repo}} }

func (h *argument) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer(w, h.deps.repo.Argument())
}

// OptionRepo comes by a functional option.
type OptionRepo interface{ Option() error }

type options struct{ repo OptionRepo }

type Option func(*options)

func WithRepo(repo OptionRepo) Option { return func(o *options) { o.repo = repo } }

func NewOptions(opts ...Option) http.Handler {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	return &o
}

func (o *options) ServeHTTP(w http.ResponseWriter, r *http.Request) { answer(w, o.repo.Option()) }

// Reader is embedded in what the handler is given, which is embedded in the
// handler.
type Reader interface{ Read() error }

type Writer interface{ Write() error }

type ReadWriter interface {
	Reader
	Writer
}

type Embedded struct{ ReadWriter }

func (h *Embedded) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer(w, h.Read())
	answer(w, h.Write())
}

// Repo is generic.
type Repo[T any] interface{ Find(id string) (T, error) }

type User struct{ Name string }

type Users struct{ Repo Repo[User] }

func (h *Users) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, err := h.Repo.Find(r.PathValue("id"))
	answer(w, err)
}

// Counter is decorated, by somebody who has the same interface.
type Counter interface{ Count() error }

type Counts struct{ Counter Counter }

func (h *Counts) ServeHTTP(w http.ResponseWriter, r *http.Request) { answer(w, h.Counter.Count()) }
