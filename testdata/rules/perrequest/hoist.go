package perrequest

import (
	"html/template"
	"net/http"
	"regexp"
	"strings"
)

const digits = `\d+`

func checkName(w http.ResponseWriter, r *http.Request) {
	re := regexp.MustCompile(`^[a-z]+$`)         // want `regexp.MustCompile is called for every request: what never changes is prepared again and again`
	id := regexp.MustCompile("^" + digits + "$") // want `regexp.MustCompile is called for every request`
	if !re.MatchString(r.FormValue("name")) || !id.MatchString(r.FormValue("id")) {
		w.WriteHeader(http.StatusBadRequest)
	}
}

// page has a comment, which stays with it.
func (h *handler) page(w http.ResponseWriter, r *http.Request) {
	_ = template.Must(template.New("page").Funcs(template.FuncMap{"upper": strings.ToUpper}).Parse(`<p>{{. | upper}}</p>`)).Execute(w, r.URL.Path) // want `Template\).Parse is called for every request: what never changes`
}

// The name is taken.

var slugRegexp = "in use"

func slug(w http.ResponseWriter, r *http.Request) {
	slugRegexp2 := 1
	_ = slugRegexp2
	_ = regexp.MustCompile(`[^a-z]`).ReplaceAllString(r.URL.Path, "-") // want `regexp.MustCompile is called for every request`
}

func HTTPError(w http.ResponseWriter, r *http.Request) {
	if regexp.MustCompile(`^\d+$`).MatchString(r.FormValue("code")) { // want `regexp.MustCompile is called for every request`
		w.WriteHeader(http.StatusBadRequest)
	}
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

// No fix: what is used may be set later, by init.

var funcs template.FuncMap

func init() { funcs = template.FuncMap{"upper": strings.ToUpper} }

func set(w http.ResponseWriter, r *http.Request) {
	_ = template.Must(template.New("page").Funcs(funcs).Parse(`<p>{{. | upper}}</p>`)).Execute(w, r.URL.Path) // want `Template\).Parse is called for every request`
}

// No fix: it is changed, or others may change it.

func longest(w http.ResponseWriter, r *http.Request) {
	re := regexp.MustCompile(`a+|a+b`) // want `regexp.MustCompile is called for every request`
	re.Longest()
	_ = re.FindString(r.URL.Path)
}

func replaced(w http.ResponseWriter, r *http.Request) {
	re := regexp.MustCompile(`a+`) // want `regexp.MustCompile is called for every request`
	if r.Method == http.MethodPost {
		re = name
	}
	_ = re.FindString(r.URL.Path)
}

func given(w http.ResponseWriter, r *http.Request) {
	matches(regexp.MustCompile(`a+`)) // want `regexp.MustCompile is called for every request`
}

func matches(re *regexp.Regexp) {}

func extended(w http.ResponseWriter, r *http.Request) {
	t := template.Must(template.New("page").Parse(`<p>{{template "name" .}}</p>`))
	_, err := t.Parse(`{{define "name"}}{{.}}{{end}}`) // want `Template\).Parse is called for every request`
	_ = err
}

// No change: what the request asks for.

func asked(w http.ResponseWriter, r *http.Request) {
	_ = regexp.MustCompile(regexp.QuoteMeta(r.FormValue("q")))
}

var inline = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	_ = regexp.MustCompile(`^/v\d+/`).FindString(r.URL.Path) // want `regexp.MustCompile is called for every request`
})
