package cachegrowth

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// One function for each item of "Silent when", in order. Its comment repeats
// the first words of the item, and a test looks for them.

var online = map[string]bool{}

// Silent: something takes keys out
func silent1(w http.ResponseWriter, r *http.Request) {
	online[r.RemoteAddr] = true
	defer delete(online, r.RemoteAddr)
}

var recent = map[string]time.Time{}

func silentSize(w http.ResponseWriter, r *http.Request) {
	if len(recent) > 1000 {
		return
	}
	recent[r.RemoteAddr] = time.Now()
}

var hits = map[string]int{}

func silentReplaced(w http.ResponseWriter, r *http.Request) {
	hits[r.RemoteAddr]++
}

func report() {
	for range time.Tick(time.Minute) {
		hits = map[string]int{}
	}
}

var open sync.Map

func silentSync(w http.ResponseWriter, r *http.Request) {
	open.Store(r.RemoteAddr, true)
	open.Delete(r.RemoteAddr)
}

type board struct{ scores map[string]int }

func (b *board) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.scores[r.FormValue("name")]++
	if r.FormValue("reset") != "" {
		*b = board{map[string]int{}}
	}
}

var shared = map[string]string{}

// Silent: the map is handed to something that may
func silent2(w http.ResponseWriter, r *http.Request) {
	shared[r.RemoteAddr] = r.UserAgent()
	trim(shared)
}

func trim(m map[string]string) {
	for k := range m {
		delete(m, k)
	}
}

var (
	routes = map[string]int{"/": 0, "/about": 0}
	counts = map[string]int{}
	known  = map[string]bool{"a": true}
	agents = map[string]int{}
)

// Silent: the key does not come with the request
func silent3(w http.ResponseWriter, r *http.Request) {
	counts["all"]++
	if _, ok := routes[r.URL.Path]; ok {
		routes[r.URL.Path]++
	}
	name := r.FormValue("name")
	if known[name] {
		agents[name]++
	}
}

// color is one of a few.
type color string

const (
	red  color = "red"
	blue color = "blue"
)

var (
	byColor = map[color]int{}
	byBytes = map[uint8]int{}
)

// Silent: keys have few values
func silent4(w http.ResponseWriter, r *http.Request) {
	byColor[color(r.FormValue("color"))]++
	byBytes[r.URL.Path[0]]++
}

type form struct{ errors map[string]string }

func (f *form) fail(field, why string) { f.errors[field] = why }

// Silent: the map was made for the request
func silent5(w http.ResponseWriter, r *http.Request) {
	f := &form{errors: map[string]string{}}
	f.fail(r.FormValue("field"), "wrong")
	_ = json.NewEncoder(w).Encode(f.errors)
}

// Silent: entries expire
func silent6(rdb *redis.Client) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		rdb.Set(r.Context(), r.URL.Path, "x", time.Hour)
		rdb.Set(r.Context(), r.URL.Path, "x", redis.KeepTTL)
		rdb.Set(r.Context(), "motd", "hello", 0)
	}
}
