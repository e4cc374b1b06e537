package nodeadline

import (
	"database/sql"
	"iter"
	"maps"
	"net/http"
	"slices"
)

type shelves struct {
	db    *sql.DB
	books func() iter.Seq[int]
}

// The body of a loop over a function runs in the request, whoever calls it.
func (s *shelves) list(w http.ResponseWriter, r *http.Request) {
	for _, id := range slices.Backward([]int{1, 2, 3}) {
		s.find(id)
	}
	for id := range s.books() {
		s.read(id)
	}
	for id := range maps.Keys(map[int]bool{1: true}) {
		go s.later(id)
	}
}

func (s *shelves) find(id int) {
	_, _ = s.db.Exec("select $1", id) // want `DB\).Exec may wait forever: it takes no context and a request waits for it`
}

func (s *shelves) read(id int) {
	_, _ = s.db.Exec("select $1", id) // want `DB\).Exec may wait forever: it takes no context and a request waits for it`
}

func (s *shelves) later(id int) {
	_, _ = s.db.Exec("select $1", id)
}
