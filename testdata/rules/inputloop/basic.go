// Package inputloop has cases of the rule inputloop.
package inputloop

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"golang.org/x/crypto/bcrypt"
)

type item struct{ ID int }

func list(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("limit"))
	if err != nil {
		return
	}
	page := make([]item, 0, n) // want `make allocates as much as the request asks for: nothing limits the number \[inputloop\]`
	show(w, page)
}

// As it should be.
func listSome(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("limit"))
	if err != nil || n < 0 || n > 100 {
		return
	}
	page := make([]item, 0, n)
	show(w, page)
}

func show(w http.ResponseWriter, page []item) { fmt.Fprintln(w, len(page)) }

// Each thing that a number sizes.

func turns(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.URL.Query().Get("n"))
	for i := 0; i < n; i++ { // want `loop turns as often as the request asks`
		fmt.Fprintln(w, i)
	}
	for i := range n { // want `loop turns as often as the request asks`
		fmt.Fprintln(w, i)
	}
	for n > 0 { // want `loop turns as often as the request asks`
		n--
	}
}

func repeats(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.ParseInt(r.PathValue("n"), 10, 64)
	fmt.Fprintln(w, strings.Repeat("-", int(n))) // want `strings.Repeat is sized by the request: nothing limits the number`
	var buf bytes.Buffer
	buf.Grow(int(n) * 2) // want `\(\*bytes.Buffer\).Grow is sized by the request`
}

func queue(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.Header.Get("X-Workers"))
	c := make(chan int, n)        // want `make allocates`
	m := make(map[string]int, n)  // want `make allocates`
	b := make([]byte, n+1, n+100) // want `make allocates`
	fmt.Fprintln(w, len(c), len(m), len(b))
}

func body(w http.ResponseWriter, r *http.Request) {
	b := make([]byte, r.ContentLength) // want `make allocates`
	_, _ = r.Body.Read(b)
}

func hash(w http.ResponseWriter, r *http.Request) {
	cost, _ := strconv.Atoi(r.FormValue("cost"))
	_, _ = bcrypt.GenerateFromPassword(nil, cost) // want `bcrypt.GenerateFromPassword is sized by the request`
}

func tree(depth int) int {
	if depth <= 0 {
		return 1
	}
	return tree(depth-1) + tree(depth-1) // want `recursion goes as deep as the request asks: .* \(via inputloop.deep → inputloop.tree\)` `recursion`
}

func deep(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("depth"))
	fmt.Fprintln(w, tree(n))
}

// Of a decoded body, a framework, a helper.

type order struct {
	Count int
	Page  struct{ Size *int }
	IDs   []int
}

func decoded(w http.ResponseWriter, r *http.Request) {
	var o order
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
		return
	}
	if o.Count <= 0 {
		o.Count = 10
	}
	_ = make([]item, o.Count)      // want `make allocates`
	_ = make([]item, *o.Page.Size) // want `make allocates`
}

func routed(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(chi.URLParam(r, "n"))
	_ = make([]item, n) // want `make allocates`
}

func ginned(c *gin.Context) {
	n, _ := strconv.Atoi(c.Query("n"))
	_ = make([]item, n) // want `make allocates`
	var o order
	if c.ShouldBindJSON(&o) != nil {
		return
	}
	_ = make([]item, o.Count) // want `make allocates`
}

func number(r *http.Request, name string, otherwise int) int {
	n, err := strconv.Atoi(r.FormValue(name))
	if err != nil {
		return otherwise
	}
	return n
}

func helped(w http.ResponseWriter, r *http.Request) {
	_ = make([]item, number(r, "n", 10)) // want `make allocates`
}

func build(n int) []item { return make([]item, n) } // want `make allocates .* \(via inputloop.passes → inputloop.build\)`

func passes(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("n"))
	if n == 0 {
		n = 20
	}
	show(w, build(n))
}

func buildOrder(o *order) []item { return make([]item, o.Count) } // want `make allocates .* \(via inputloop.passesOrder → inputloop.buildOrder\)`

func passesOrder(w http.ResponseWriter, r *http.Request) {
	var o order
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
		return
	}
	show(w, buildOrder(&o))
}

// A list, and a wait for each element.

type shop struct{ db *sql.DB }

func (s *shop) remove(w http.ResponseWriter, r *http.Request) {
	var o order
	if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
		return
	}
	for _, id := range o.IDs {
		if err := s.delete(r.Context(), id); err != nil { // want `loop waits, or computes, for each element that the request lists: nothing limits how many`
			return
		}
	}
}

func (s *shop) delete(ctx context.Context, id int) error {
	_, err := s.db.ExecContext(ctx, "delete from orders where id = $1", id)
	return err
}

func (s *shop) named(w http.ResponseWriter, r *http.Request) {
	for _, name := range strings.Split(r.FormValue("names"), ",") {
		_, _ = s.db.ExecContext(r.Context(), "delete from users where name = $1", name) // want `loop waits`
	}
}

func (s *shop) values(w http.ResponseWriter, r *http.Request) {
	for _, id := range r.URL.Query()["id"] {
		_, _ = s.db.ExecContext(r.Context(), "delete from users where id = $1", id) // want `loop waits`
	}
}

func (s *shop) renamed(w http.ResponseWriter, r *http.Request) {
	s.rename(r.Context(), r.URL.Query()["id"])
}

func (s *shop) rename(ctx context.Context, ids []string) {
	for _, id := range ids {
		_ = s.deleteNamed(ctx, id) // want `loop waits.* \(via \(\*inputloop.shop\).renamed → \(\*inputloop.shop\).rename\)`
	}
}

func (s *shop) deleteNamed(ctx context.Context, id string) error {
	_, err := s.db.ExecContext(ctx, "delete from orders where id = $1", id)
	return err
}
