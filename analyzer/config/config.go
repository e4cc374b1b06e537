// Package config reads .stallcheck.yaml, by which a project says for everybody
// which rules run, where findings are not wanted, which packages are its own,
// and what stallcheck cannot know: what its own libraries do.
//
// The file is at the root of the workspace (go.work) or of the module (go.mod).
// In a workspace without one, that of the module where the command is typed is
// read. All keys are optional:
//
// # The file
//
//	rules:
//	  enable: [nodeadline, unreleased]  # only these; all when left out
//	  disable: [cpubound]
//	advice: true                        # as -advice
//	own: [example.com/kit/...]          # as -own
//	exclude:                            # findings that are not wanted
//	  - path: internal/legacy/**        # below the folder of this file
//	    rules: [perrequest]             # all when left out
//	nodeadline:                         # options of a rule, as -nodeadline.timeout
//	  timeout: 2s
//	catalogue:                          # what calls of your libraries do
//	  files: [stallcheck/kv.txt]        # rows in files of their own
//	  rows: |
//	    package example.com/kit/jobs
//	    handler   Sync              kind=entry
//	    handler   (Job).Run         kind=interface method
//	    handler   Task              kind=handler-func signature
//	    handler   (*Queue).Handle   kind=registration call
//	    package example.com/kit/kv
//	    wait      (*Client).Get     kind=cache  ctx=0
//	    wait      (*Client).Ping    kind=cache  variant=(*example.com/kit/kv.Client).PingContext
//	    resource  (*Client).Lease   result=0  err=1  duty=leak  release=Close
//	    client    New               makes=*example.com/kit/kv.Client  per_request=leak
//	    cpu       Render            class=image  weight=heavy
//	    bound     (*Client).Limit   bounds=concurrency  scope=call
//
// An exclusion of a folder is one of all that is below it; patterns may have **.
//
// # Rows
//
// Below a line "package PATH", each line is a row: its kind, a symbol of that
// package, and cells, with a tab or two spaces and more between them. A row of
// yours replaces those that are built in for the same symbol and kind.
//
//   - handler says where requests enter: at a function or method (entry), at the
//     methods that implement one of an interface (interface method), at functions
//     of a type (handler-func signature), at what a call is given (registration
//     call).
//   - wait is a call that may wait: for what (kind), and under which context:
//     the index of the parameter, req for one that carries it, recv when the
//     receiver is bound to it, or none, and then perhaps a variant that takes one.
//     With default_bound=5s it ends by itself.
//   - resource is a call whose result must be released, and by which method.
//   - client is a constructor of something to be built once and shared.
//   - cpu is a call that computes for long: heavy work of the classes kdf,
//     asymmetric-key, image, compress, archive or pdf/xlsx.
//   - bound is a call that limits others.
//
// The whole format, with all cells and their values, is told by package
// analyzer/model of stallcheck; its folder data has examples.
//
// # Strictness
//
// A key or a rule that does not exist, a value of another type or a wrong row is
// an error: nothing is analysed. A row that names nothing in its package is told
// as a problem once that package has been seen.
//
// # Missed
//
// Rows hold where your own modules call what they name, and not where a
// dependency does: what is known of dependencies is the same for everybody.
// Where go vet starts its tool in the folder of a module outside the workspace
// (see own), it finds no file: the environment variable STALLCHECK_CONFIG must
// name it.
package config

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

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

// Of is the name of the option, when it is one of the rule, else "".
func (s Setting) Of(rule string) string {
	name, ok := strings.CutPrefix(s.Flag, rule+".")
	if !ok {
		return ""
	}
	return name
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
	return Parse(name, dir, string(content), rules)
}

// Parse reads what a configuration says that is in no file of its own. Its paths
// are seen from dir, which is absolute.
func Parse(name, dir, content string, rules []*rule.Rule) (*File, error) {
	p := &parser{file: &File{Name: name, Dir: dir}, source: content, rules: rules}
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
