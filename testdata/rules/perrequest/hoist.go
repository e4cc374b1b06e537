package perrequest

import (
	"html/template"
	"net/http"
	"regexp"
	"strings"
)

const digits = `\d+`

var funcs = template.FuncMap{"upper": strings.ToUpper}

func checkName(w http.ResponseWriter, r *http.Request) {
	re := regexp.MustCompile(`^[a-z]+$`)         // want `regexp.MustCompile is called for every request: what never changes is prepared again and again`
	id := regexp.MustCompile("^" + digits + "$") // want `regexp.MustCompile is called for every request`
	if !re.MatchString(r.FormValue("name")) || !id.MatchString(r.FormValue("id")) {
		w.WriteHeader(http.StatusBadRequest)
	}
}

// page has a comment, which stays with it.
func (h *handler) page(w http.ResponseWriter, r *http.Request) {
	_ = template.Must(template.New("page").Funcs(funcs).Parse(`<p>{{. | upper}}</p>`)).Execute(w, r.URL.Path) // want `Template\).Parse is called for every request: what never changes`
}

// The name is taken.

var slugRegexp = "in use"

func slug(w http.ResponseWriter, r *http.Request) {
	slugRegexp2 := 1
	_ = slugRegexp2
	_ = regexp.MustCompile(`[^a-z]`).ReplaceAllString(r.URL.Path, "-") // want `regexp.MustCompile is called for every request`
}

// No fix: the pattern is local, or may change, or an error is returned.

func local(w http.ResponseWriter, r *http.Request) {
	const pattern = `^\w+$`
	_ = regexp.MustCompile(pattern) // want `regexp.MustCompile is called for every request`
}

type rules struct{ pattern string }

func (c *rules) match(w http.ResponseWriter, r *http.Request) {
	_ = regexp.MustCompile(c.pattern) // want `regexp.MustCompile is called for every request`
}

func compiled(w http.ResponseWriter, r *http.Request) {
	re, err := regexp.Compile(`^\w+$`) // want `regexp.Compile is called for every request`
	_, _ = re, err
	t, err := template.New("page").Parse(`<p>{{.}}</p>`) // want `Template\).Parse is called for every request`
	_, _ = t, err
}

func asked(w http.ResponseWriter, r *http.Request) {
	_ = regexp.MustCompile(regexp.QuoteMeta(r.FormValue("q")))
}

var inline = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	_ = regexp.MustCompile(`^/v\d+/`).FindString(r.URL.Path) // want `regexp.MustCompile is called for every request`
})
