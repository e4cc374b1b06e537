package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// scaffold makes the files of a new rule.
func scaffold(root, name string) (map[string][]byte, error) {
	if !regexp.MustCompile(`^[a-z]{3,20}$`).MatchString(name) || name == "gen" {
		return nil, fmt.Errorf("name of a rule: want 3 to 20 lower-case letters, not %q", name)
	}
	if _, err := os.Stat(filepath.Join(root, "rules", name)); err == nil {
		return nil, fmt.Errorf("make rule %s: it exists", name)
	}
	files := make(map[string][]byte)
	for file, tmpl := range map[string]string{
		"rules/" + name + "/" + name + ".go":         "rule.go.tmpl",
		"testdata/rules/" + name + "/" + "basic.go":  "basic.go.tmpl",
		"testdata/rules/" + name + "/" + "silent.go": "silent.go.tmpl",
	} {
		content, err := render(tmpl, ruleInfo{Name: name})
		if err != nil {
			return nil, fmt.Errorf("make %s: %w", file, err)
		}
		files[file] = content
	}
	return files, nil
}
