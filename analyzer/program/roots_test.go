package program_test

import (
	"fmt"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

const fixtures = "../../testdata"

// mark is what a comment in testdata/roots says, of the function that begins on
// its line or of the calls there:
//
//	// root KIND[, context in PARAMETER|, no context]
//	// not a root
//	// receive loop
//	// before the loop
//	// in the loop
//	// roots elsewhere: KEY
var mark = regexp.MustCompile(`^// (root|not a root|receive loop|no receive loop|before the loop|in the loop|roots elsewhere:)(.*)$`)

// TestRoots compares the roots of each package below testdata/roots with its
// comments. A function without one is no root.
func TestRoots(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join(fixtures, "roots"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		t.Run(e.Name(), func(t *testing.T) {
			a := &analysis.Analyzer{Name: "roots", Doc: "compare roots", Run: func(pass *analysis.Pass) (any, error) {
				compare(t, pass)
				return nil, nil
			}}
			cfg := &packages.Config{Mode: packages.LoadSyntax, Dir: fixtures, Tests: true}
			pkgs, err := packages.Load(cfg, "./roots/"+e.Name()+"/...")
			if err != nil {
				t.Fatal(err)
			}
			pkgs = slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return strings.HasSuffix(p.PkgPath, ".test") })
			if packages.PrintErrors(pkgs) > 0 {
				t.Fatal("fixtures do not compile")
			}
			if _, err := checker.Analyze([]*analysis.Analyzer{a}, pkgs, nil); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// compare checks one package.
func compare(t *testing.T, pass *analysis.Pass) {
	cat, err := model.New()
	if err != nil {
		t.Error(err)
		return
	}
	prog, err := program.Build(pass, cat, true)
	if err != nil {
		t.Error(err)
		return
	}
	marks := readMarks(pass)
	for _, fn := range prog.Funcs {
		if fn.Synthetic != "" {
			continue
		}
		at := line(pass, fn.Pos())
		want := marks[at]
		delete(marks, at)
		if got := describe(prog, fn, want); got != want {
			t.Errorf("%s: %s is %q, want %q", at, fn.Name(), got, want)
		}
		loop := prog.ReceiveLoop(fn)
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				at := line(pass, instr.Pos())
				switch _, isCall := instr.(ssa.CallInstruction); {
				case !isCall:
				case marks[at] == "in the loop" && loop[b], marks[at] == "before the loop" && loop != nil && !loop[b]:
					delete(marks, at)
				}
			}
		}
	}
	for key := range prog.ForeignRoots() {
		if strings.Contains(key, "example.com/testdata") && !take(marks, "roots elsewhere: "+key) {
			t.Errorf("unexpected root elsewhere: %s", key)
		}
	}
	for at, m := range marks {
		t.Errorf("%s: nothing is %q", at, m)
	}
}

// describe says of a function what its mark should say.
func describe(prog *program.Package, fn *ssa.Function, want string) string {
	kind := prog.Root(fn)
	if kind == program.NotRoot {
		switch loop := prog.ReceiveLoop(fn) != nil; {
		case loop:
			return "receive loop"
		case strings.HasPrefix(want, "no"):
			return want
		}
		return ""
	}
	got := "root " + string(kind)
	if !strings.Contains(want, "context") {
		return got
	}
	context := ", no context"
	sig := fn.Signature
	for v := range sig.Params().Variables() {
		if program.CarriesContext(v.Type()) {
			context = ", context in " + v.Name()
			break
		}
	}
	return got + context
}

func readMarks(pass *analysis.Pass) map[string]string {
	marks := map[string]string{}
	for _, f := range pass.Files {
		for _, group := range f.Comments {
			for _, c := range group.List {
				if m := mark.FindStringSubmatch(c.Text); m != nil {
					marks[line(pass, c.Pos())] = m[1] + m[2]
				}
			}
		}
	}
	return marks
}

// take removes the mark and reports whether it was there.
func take(marks map[string]string, want string) bool {
	for at, m := range marks {
		if m == want {
			delete(marks, at)
			return true
		}
	}
	return false
}

func line(pass *analysis.Pass, pos token.Pos) string {
	p := pass.Fset.Position(pos)
	return fmt.Sprintf("%s:%d", filepath.Base(p.Filename), p.Line)
}

// TestCarriesContext checks types that no handler is given.
func TestCarriesContext(t *testing.T) {
	const src = `package p
import ("context"; "net/http"; "testing"; "os/exec")
type response struct { Request *http.Request }
type wrapped struct { *http.Request }
type running struct { ctx context.Context }
func (r *running) Context() context.Context { return r.ctx }
type stream struct { *running; closing; ctx context.Context }
func (s *stream) Context() context.Context { return s.ctx }
type answering struct { w http.ResponseWriter; ctx context.Context }
func (a *answering) Context() context.Context { return a.ctx }
type message struct { ctx context.Context }
func (m *message) Context() context.Context { return m.ctx }
func (m *message) SetContext(ctx context.Context) { m.ctx = ctx }
type closing interface { Context() context.Context; Close() error }
var (
	a context.Context
	b *http.Request
	c *http.Response
	d *testing.T
	e *exec.Cmd
	f wrapped
	g closing
	h response
	i interface{ Context() context.Context }
	j func(context.Context)
	k string
	l *running
	m *stream
	n *answering
	o *message
)`
	want := map[string]bool{"a": true, "b": true, "f": true, "g": true, "h": true, "i": true, "m": true, "n": true, "o": true}
	for name, v := range variables(t, src) {
		if got := program.CarriesContext(v.Type()); got != want[name] {
			t.Errorf("%s: %v, want %v", v, got, want[name])
		}
	}
}

// variables type-checks a file and returns its package variables.
func variables(t *testing.T, src string) map[string]types.Object {
	t.Helper()
	cfg := &packages.Config{
		Mode:    packages.LoadSyntax,
		Dir:     fixtures,
		Overlay: map[string][]byte{abs(t, filepath.Join(fixtures, "roots", "nethttp", "overlay", "p.go")): []byte(src)},
	}
	pkgs, err := packages.Load(cfg, "./roots/nethttp/overlay")
	if err != nil || len(pkgs) != 1 || len(pkgs[0].Errors) > 0 {
		t.Fatal(err, pkgs)
	}
	out := map[string]types.Object{}
	scope := pkgs[0].Types.Scope()
	for _, name := range scope.Names() {
		if v, ok := scope.Lookup(name).(*types.Var); ok {
			out[name] = v
		}
	}
	return out
}

func abs(t *testing.T, path string) string {
	t.Helper()
	p, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
