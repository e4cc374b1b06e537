// Package config reads .stallcheck.yaml.
//
// Find says which file holds for a folder: the one at the root of the workspace
// or of the module that the folder is in. Read parses it. Nothing is guessed: a
// key that does not exist, a rule that does not exist, a value of another type
// or a wrong catalogue row is an error that names the file, quotes the line and
// points at the place. The error is for the person who wrote the file, and says
// what may stand there.
//
// A file says what is reported, and how calls that the user's own modules make
// are understood. It never changes what is known of dependencies: under go vet,
// their facts are shared by every project on the machine.
//
// # The file
//
//	rules:
//	  enable: [nodeadline, unreleased]  # only these; all when left out
//	  disable: [cpubound]
//	advice: true                        # as -advice
//	own: [example.com/kit/...]          # as -own
//	exclude:                            # findings that are not wanted
//	  - path: internal/legacy/**        # seen from the folder of this file
//	    rules: [perrequest]             # all when left out
//	catalogue:                          # what calls of your libraries do
//	  files: [stallcheck/kv.txt]
//	  rows: |
//	    package example.com/kit/jobs
//	    wait     (*Client).Do   kind=queue   ctx=0
//	    handler  (Job).Run      kind=interface method
//	nodeadline:                         # options of a rule, as -nodeadline.timeout
//	  timeout: 2s
//
// Rows are in the format of package model; cells are separated by a tab or, as
// here, by two spaces or more. Where requests enter is said by rows of kind
// handler: for a function or a method (kind=entry), for an interface whose
// methods handle requests (kind=interface method), for a type of functions that
// are handlers (kind=handler-func signature), and for a call that registers them
// (kind=registration call).
//
// # Missed
//
// A row holds where the user's own modules call what it names, and not where a
// dependency does.
package config

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// Source has the documentation of the file, as the comment of this package.
//
//go:embed config.go
var Source string

// File is what a configuration file says.
type File struct {
	Name string // as Read was given it, for messages
	Dir  string // absolute; what its paths are seen from

	Enable, Disable []string // rules
	Advice          bool
	Own             []string
	Exclude         []Exclusion
	Catalogue       []model.Source
	Settings        []Setting
}

// A Setting gives a value to an option of a rule.
type Setting struct {
	Flag  string // "nodeadline.timeout"
	Value string
}

// An Exclusion says that findings in some files are not wanted.
type Exclusion struct {
	Path  string   // pattern of doublestar, seen from the folder of the file
	Rules []string // none means all
}

// Read reads a configuration file. rules are all that exist. The error, of type
// *Error when the content is to blame, is what the user is told.
func Read(name string, rules []*rule.Rule) (*File, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	dir, err := filepath.Abs(filepath.Dir(name))
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	p := &parser{file: &File{Name: name, Dir: dir}, source: string(content), rules: rules}
	if err := p.parse(); err != nil {
		return nil, err
	}
	return p.file, nil
}

// Hash identifies all that results may depend on besides the source, for the
// cache of go vet when it is typed in dir: what Read took from the file that
// holds there, f or nil, and the files of the other modules of the workspace,
// which hold for their packages. It is "-" when there is none.
func Hash(dir string, f *File) (string, error) {
	h := sha256.New()
	names := inWorkspace(dir)
	if f != nil {
		names = append(names, f.Name)
		for _, src := range f.Catalogue {
			fmt.Fprintf(h, "%d %s", len(src.Text), src.Text)
		}
	}
	if len(names) == 0 {
		return "-", nil
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return "", fmt.Errorf("read configuration: %w", err)
		}
		fmt.Fprintf(h, "%d %s", len(content), content)
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}
