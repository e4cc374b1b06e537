package inputloop

import (
	"net/http"
	"strconv"
)

// Numbers travel in a struct that the handler makes

type page struct {
	Limit, Offset int
	Sort          string
}

func numberOf(r *http.Request, name string) int {
	n, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil {
		return 0
	}
	return n
}

func listPage(w http.ResponseWriter, r *http.Request) {
	pageOf(page{Limit: numberOf(r, "limit"), Offset: numberOf(r, "offset"), Sort: r.FormValue("sort")})
}

func pageOf(p page) []string {
	return make([]string, 0, p.Limit) // want `make`
}

func listPointer(w http.ResponseWriter, r *http.Request) {
	pointerOf(&page{Limit: numberOf(r, "limit")})
}

func pointerOf(p *page) []string {
	return make([]string, p.Limit) // want `make`
}
