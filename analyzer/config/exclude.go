package config

import (
	"path"
	"path/filepath"
	"slices"

	"github.com/bmatcuk/doublestar/v4"
)

// Excludes reports whether the findings of a rule in a file, an absolute path,
// are not wanted. A pattern that matches a folder excludes what is below it.
func (f *File) Excludes(rule, file string) bool {
	if len(f.Exclude) == 0 {
		return false
	}
	rel, err := filepath.Rel(f.Dir, file)
	if err != nil || !filepath.IsLocal(rel) {
		return false
	}
	for _, x := range f.Exclude {
		if len(x.Rules) > 0 && !slices.Contains(x.Rules, rule) {
			continue
		}
		for name := filepath.ToSlash(rel); name != "."; name = path.Dir(name) {
			if doublestar.MatchUnvalidated(x.Path, name) {
				return true
			}
		}
	}
	return false
}
