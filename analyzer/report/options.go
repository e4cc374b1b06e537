package report

import (
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Options are what the forms for other programs need beside the stream. They
// are the same for every run of one stallcheck in one folder.
type Options struct {
	// Version is that of stallcheck.
	Version string
	// Rules are those that findings may be of.
	Rules []Rule
	// Dir is the folder of the run, which files are seen from, and Root that of
	// the repository, which other programs see them from. Both are absolute.
	Dir, Root string
}

// Rule is what a report tells of a rule.
type Rule struct {
	Name     string
	Severity string
	Summary  string // follows the name: "reports calls that …"
	Text     string // the documentation for a terminal
	Markdown string // the documentation for a page, below a title
	HTML     string // the same in HTML
	URL      string
}

// describe finds the rule of a category. One that is not known has a name.
func (o *Options) describe(category string) Rule {
	name, _, _ := strings.Cut(category, "/")
	if i := slices.IndexFunc(o.Rules, func(r Rule) bool { return r.Name == name }); i >= 0 {
		return o.Rules[i]
	}
	return Rule{Name: name, Severity: "warning"}
}

// fromRoot is a file as seen from the root, with slashes, if it is below it,
// else its absolute path. It is "" if nobody knows where the file is.
func (o *Options) fromRoot(at Place) string {
	if at.Missing || at.File == "" {
		return ""
	}
	return o.file(at.File)
}

func (o *Options) file(name string) string {
	if !filepath.IsAbs(name) {
		name = filepath.Join(o.Dir, filepath.FromSlash(name))
	}
	rel, err := filepath.Rel(o.Root, name)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(name)
	}
	return filepath.ToSlash(rel)
}

// uri is a file's name, as file returns it, as a URI. One that is seen from the
// root is relative.
func uri(name string) (text string, relative bool) {
	if path.IsAbs(name) {
		return (&url.URL{Scheme: "file", Path: name}).String(), false
	}
	if filepath.IsAbs(filepath.FromSlash(name)) { // C:/…
		return (&url.URL{Scheme: "file", Path: "/" + name}).String(), false
	}
	return (&url.URL{Path: name}).String(), true
}
