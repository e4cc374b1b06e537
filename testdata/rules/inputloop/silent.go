package inputloop

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

const most = 100

// Silent: the number is compared with something that it may not exceed, also
// where it comes from or goes to, or min or a remainder limits it

func capped(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("n"))
	if n > most {
		n = most
	}
	_ = make([]item, n)
}

func refused(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("n"))
	switch {
	case err != nil, n < 1, n >= most:
		http.Error(w, "n", http.StatusBadRequest)
		return
	}
	for range n {
		fmt.Fprintln(w)
	}
}

func least(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("n"))
	_ = make([]item, min(n, most))
	_ = make([]item, n%most)
}

func cappedField(w http.ResponseWriter, r *http.Request) {
	var o order
	if json.NewDecoder(r.Body).Decode(&o) != nil {
		return
	}
	if o.Count > most {
		o.Count = most
	}
	_ = make([]item, o.Count)
}

func limit(r *http.Request) int {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil || n > most {
		return most
	}
	return n
}

func cappedBefore(w http.ResponseWriter, r *http.Request) { _ = make([]item, limit(r)) }

func buildFew(n int) ([]item, error) {
	if n > most {
		return nil, errors.New("too many")
	}
	return make([]item, n), nil
}

func cappedAfter(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("n"))
	_, _ = buildFew(n)
}

func atMost(n, most int) int {
	if n > most {
		return most
	}
	return n
}

func cappedByHelper(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.FormValue("n"))
	_ = make([]item, atMost(n, most))
}

func (s *shop) few(w http.ResponseWriter, r *http.Request) {
	var o order
	if json.NewDecoder(r.Body).Decode(&o) != nil || len(o.IDs) > most {
		return
	}
	for _, id := range o.IDs {
		_ = s.delete(r.Context(), id)
	}
}

// Silent: the tag of its field has a maximum, or its struct has a method that
// validates, or is given to a function whose name says so

type tagged struct {
	Count int `json:"count" validate:"gte=0,lte=100"`
	Size  int `form:"size" binding:"required,max=50"`
}

func tags(w http.ResponseWriter, r *http.Request) {
	var t tagged
	if json.NewDecoder(r.Body).Decode(&t) != nil {
		return
	}
	_ = make([]item, t.Count+t.Size)
}

type checked struct{ Count int }

func (c *checked) Validate() error { return nil }

func validates(w http.ResponseWriter, r *http.Request) {
	var c checked
	if json.NewDecoder(r.Body).Decode(&c) != nil || c.Validate() != nil {
		return
	}
	_ = make([]item, c.Count)
}

func validate(o *order) error {
	if o.Count > most {
		return errors.New("too many")
	}
	return nil
}

func given(w http.ResponseWriter, r *http.Request) {
	var o order
	if json.NewDecoder(r.Body).Decode(&o) != nil || validate(&o) != nil {
		return
	}
	_ = make([]item, o.Count)
}

// Silent: its type is small

func small(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.ParseUint(r.FormValue("n"), 10, 8)
	_ = make([]item, n)
	_ = make([]item, uint16(number(r, "n", 1)))
}

// Silent: the loop also ends when there is nothing left

func (s *shop) page(w http.ResponseWriter, r *http.Request) {
	n := number(r, "n", 10)
	rows, err := s.db.QueryContext(r.Context(), "select id from orders limit $1", n)
	if err != nil {
		return
	}
	defer rows.Close()
	for i := 0; i < n && rows.Next(); i++ {
		fmt.Fprintln(w, i)
	}
	items := []item{{1}, {2}}
	for i := 0; i < n; i++ {
		if i >= len(items) {
			break
		}
	}
	for i := 0; i < n && i < len(items); i++ {
		fmt.Fprintln(w, items[i])
	}
}

// Silent: the list is read without waiting

func sum(w http.ResponseWriter, r *http.Request) {
	var o order
	if json.NewDecoder(r.Body).Decode(&o) != nil {
		return
	}
	total := 0
	for _, id := range o.IDs {
		total += id
	}
	ids := make([]string, 0, len(o.IDs))
	fmt.Fprintln(w, total, ids)
}

// Silent: it does not come from the request

func (s *shop) stored(w http.ResponseWriter, r *http.Request) {
	var n int
	row := s.db.QueryRowContext(r.Context(), "select count(*) from orders where id = $1", r.FormValue("id"))
	if err := row.Scan(&n); err != nil {
		return
	}
	_ = make([]item, n)
}

type config struct{ workers int }

func (c *config) serve(w http.ResponseWriter, r *http.Request) {
	_ = make(chan int, c.workers)
	_ = make([]byte, len(r.FormValue("name")))
}

// What middleware knows of the client stands beside the request.
type client struct {
	orders []int
	shop   *shop
}

func withClient(next func(http.ResponseWriter, *http.Request, *client)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { next(w, r, &client{}) }
}

func listOrders(w http.ResponseWriter, r *http.Request, c *client) {
	for _, id := range c.orders {
		c.shop.stored(w, r)
		fmt.Fprintln(w, id)
	}
}

var _ = withClient(listOrders)

// No decoder fills the field.
type wrapped struct {
	Name string `json:"name"`
	Room int    `json:"-"`
}

func withRoom(w http.ResponseWriter, r *http.Request) {
	in := wrapped{Room: 16}
	if json.NewDecoder(r.Body).Decode(&in) != nil {
		return
	}
	_ = make([]item, in.Room)
}

func unreached(r *http.Request) []item { return make([]item, number(r, "n", 1)) }

// Ignored.
func ignored(w http.ResponseWriter, r *http.Request) {
	//stallcheck:ignore inputloop only administrators come here
	_ = make([]item, number(r, "n", 1))
}

// Silent: it travels in a struct with another number that is limited

func listLimited(w http.ResponseWriter, r *http.Request) {
	limitedOf(page{Limit: min(numberOf(r, "limit"), 100), Offset: numberOf(r, "offset")})
	limitedOf(page{Limit: 50, Offset: numberOf(r, "offset")})
	p := page{Limit: numberOf(r, "limit")}
	if p.Limit > 100 {
		p.Limit = 100
	}
	limitedOf(p)
}

func limitedOf(p page) []string { return make([]string, 0, p.Limit) }
