package summary_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// prelude is what the bodies below may use. heavy computes, as a row says.
const prelude = `package p

import (
	"context"
	"sync"

	"example.com/kdf"
)

type server struct {
	permits chan struct{}
	tokens  chan int
	strict  chan struct{}
	wake    chan struct{}
	results chan int
	mu      sync.Mutex
	rw      sync.RWMutex
}

func newServer() *server {
	s := &server{permits: make(chan struct{}, 4), tokens: make(chan int, 4), strict: make(chan struct{}), wake: make(chan struct{}, 1), results: make(chan int, 9)}
	for i := range 4 {
		s.tokens <- i
	}
	go s.run()
	return s
}

func (s *server) run() {
	for range s.wake {
		s.results <- 1
	}
}

func (s *server) acquire() { s.permits <- struct{}{} }
func (s *server) release() { <-s.permits }

func (s *server) scoped() { s.acquire(); defer s.release() }

func (s *server) take(ctx context.Context) (func(), error) {
	select {
	case s.permits <- struct{}{}:
		return s.release, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *server) try() bool {
	select {
	case <-s.tokens:
		return true
	default:
		return false
	}
}

var cond bool
`

// build summarises a package with a catalogue that knows kdf.Compute.
func build(t testing.TB, source string) *summary.Package {
	t.Helper()
	cat, err := model.New(model.Source{Name: "kdf.txt", Text: []byte("package example.com/kdf\ncpu\tCompute\tclass=kdf\tweight=heavy\n")})
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	imports := packages{std: importer.ForCompiler(fset, "source", nil)}
	imports.kdf, _ = check(t, fset, "example.com/kdf", "package kdf\n\nfunc Compute() {}\n", imports)
	pkg, pass := check(t, fset, "example.com/p", source, imports)
	pass.Pkg = pkg
	prog, err := program.Build(pass, cat, true)
	if err != nil {
		t.Fatal(err)
	}
	return summary.Build(prog, summary.Options{
		Import:  func(*types.Func) *summary.Shape { return nil },
		IsNode:  func(fn *types.Func) bool { return fn.Pkg() == pkg },
		Ignored: func(ssa.Instruction) []string { return nil },
	})
}

type packages struct {
	std types.Importer
	kdf *types.Package
}

func (p packages) Import(path string) (*types.Package, error) {
	if path == "example.com/kdf" {
		return p.kdf, nil
	}
	return p.std.Import(path)
}

func check(t testing.TB, fset *token.FileSet, path, source string, imports types.Importer) (*types.Package, *analysis.Pass) {
	t.Helper()
	f, err := parser.ParseFile(fset, path+".go", source, parser.ParseComments)
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Scopes: map[ast.Node]*types.Scope{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances: map[*ast.Ident]types.Instance{}, FileVersions: map[*ast.File]string{},
	}
	pkg, err := (&types.Config{Importer: imports}).Check(path, fset, []*ast.File{f}, info)
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	return pkg, &analysis.Pass{Fset: fset, Files: []*ast.File{f}, TypesInfo: info}
}

// unguarded counts, for each function, the calls of Compute that no permit
// limits, in it or in its literals.
func unguarded(p *summary.Package) map[string]int {
	out := map[string]int{}
	limited := map[string]bool{} // literals that are only called with a permit
	for _, n := range p.Nodes {
		for _, e := range n.Edges {
			if strings.Contains(e.Callee, "$") {
				limited[e.Callee] = limited[n.Key] || e.Flags.Has(summary.Guarded)
			}
		}
		name, _, _ := strings.Cut(n.Key[strings.LastIndex(n.Key, ".")+1:], "$")
		for _, op := range n.Ops {
			if op.Class == summary.ClassCPU && !op.Flags.Has(summary.Guarded) && !limited[n.Key] {
				out[name]++
			}
		}
	}
	return out
}

func TestGuards(t *testing.T) {
	cases := []struct {
		name, body string
		guarded    bool
	}{
		{"nothing", `kdf.Compute()`, false},
		{"sent", `s.permits <- struct{}{}; defer func() { <-s.permits }(); kdf.Compute()`, true},
		{"sent, not given back", `s.permits <- struct{}{}; kdf.Compute()`, false},
		{"given back before", `s.permits <- struct{}{}; <-s.permits; kdf.Compute()`, false},
		{"taken again", `s.permits <- struct{}{}; <-s.permits; s.permits <- struct{}{}; kdf.Compute(); <-s.permits`, true},
		{"taken after", `kdf.Compute(); s.permits <- struct{}{}; <-s.permits`, false},
		{"taken on one branch", `if cond { s.permits <- struct{}{}; defer func() { <-s.permits }() }; kdf.Compute()`, false},
		{"given back on one branch that leaves", `s.permits <- struct{}{}; if cond { <-s.permits; return }; kdf.Compute(); <-s.permits`, true},
		{"no room in the channel", `s.strict <- struct{}{}; defer func() { <-s.strict }(); kdf.Compute()`, false},
		{"token", `t := <-s.tokens; defer func() { s.tokens <- t }(); kdf.Compute()`, true},
		{"result of another goroutine", `done := make(chan int, 1); go func() { done <- 1 }(); <-done; kdf.Compute()`, false},
		{"reply", `s.wake <- struct{}{}; <-s.results; kdf.Compute()`, false},
		{"select or leave", `select { case s.permits <- struct{}{}: case <-ctx.Done(): return }; defer s.release(); kdf.Compute()`, true},
		{"select or go on", `select { case s.permits <- struct{}{}: default: }; defer func() { <-s.permits }(); kdf.Compute()`, false},
		{"in the case", `select { case s.permits <- struct{}{}: kdf.Compute(); <-s.permits; default: }`, true},
		{"in the other case", `select { case s.permits <- struct{}{}: <-s.permits; default: kdf.Compute() }`, false},
		{"lock", `s.mu.Lock(); defer s.mu.Unlock(); kdf.Compute()`, true},
		{"unlocked", `s.mu.Lock(); s.mu.Unlock(); kdf.Compute()`, false},
		{"another lock is released", `s.mu.Lock(); defer s.mu.Unlock(); s.rw.Lock(); s.rw.Unlock(); kdf.Compute()`, true},
		{"read lock", `s.rw.RLock(); defer s.rw.RUnlock(); kdf.Compute()`, false},
		{"read lock within", `s.mu.Lock(); defer s.mu.Unlock(); s.rw.RLock(); s.rw.RUnlock(); kdf.Compute()`, true},
		{"try", `if s.mu.TryLock() { defer s.mu.Unlock(); kdf.Compute() }`, true},
		{"tried in vain", `if !s.mu.TryLock() { kdf.Compute(); return }; s.mu.Unlock()`, false},
		{"try or leave", `if !s.mu.TryLock() { return }; defer s.mu.Unlock(); kdf.Compute()`, true},
		{"helper", `s.acquire(); defer s.release(); kdf.Compute()`, true},
		{"helper that gives back", `s.acquire(); s.release(); kdf.Compute()`, false},
		{"helper that keeps nothing", `s.scoped(); kdf.Compute()`, false},
		{"helper with a release", `release, err := s.take(ctx); if err != nil { return }; defer release(); kdf.Compute()`, true},
		{"helper that was released", `release, err := s.take(ctx); if err != nil { return }; release(); kdf.Compute()`, false},
		{"helper that tries", `if !s.try() { return }; defer func() { s.tokens <- 1 }(); kdf.Compute()`, true},
		{"helper that tried in vain", `if !s.try() { kdf.Compute() }`, false},
		{"goroutine", `s.permits <- struct{}{}; go func() { defer func() { <-s.permits }(); kdf.Compute() }()`, true},
		{"goroutine of its own", `go func() { kdf.Compute() }()`, false},
		{"loop", `for range 9 { s.permits <- struct{}{}; kdf.Compute(); <-s.permits }`, true},
		{"after the loop", `for range 9 { s.permits <- struct{}{}; <-s.permits }; kdf.Compute()`, false},
	}
	var source strings.Builder
	source.WriteString(prelude)
	for i, c := range cases {
		fmt.Fprintf(&source, "\nfunc (s *server) f%d(ctx context.Context) { %s }\n", i, c.body)
	}
	got := unguarded(build(t, source.String()))
	for i, c := range cases {
		if guarded := got[fmt.Sprintf("f%d", i)] == 0; guarded != c.guarded {
			t.Errorf("%s: guarded is %v, want %v: %s", c.name, guarded, c.guarded, c.body)
		}
	}
}

// TestPermitNeverAdds checks, on random bodies, that a permit around a body
// leaves nothing unguarded in it, whatever the body takes and gives back.
func TestPermitNeverAdds(t *testing.T) {
	around := []string{
		`outer <- struct{}{}; defer func() { <-outer }()`,
		`outerLock.Lock(); defer outerLock.Unlock()`,
		`select { case outer <- struct{}{}: case <-ctx.Done(): return }; defer func() { <-outer }()`,
		`if !outerLock.TryLock() { return }; defer outerLock.Unlock()`,
	}
	const n = 150
	r := rand.New(rand.NewPCG(1, 2))
	var source strings.Builder
	source.WriteString(prelude + "\nvar outer = make(chan struct{}, 3)\n\nvar outerLock sync.Mutex\n")
	bodies := make([]string, n)
	for i := range bodies {
		bodies[i] = body(r, 3)
		fmt.Fprintf(&source, "\nfunc (s *server) f%d(ctx context.Context) {\n%s}\n", i, bodies[i])
		for j, a := range around {
			fmt.Fprintf(&source, "\nfunc (s *server) f%d_%d(ctx context.Context) {\n%s\n%s}\n", i, j, a, bodies[i])
		}
	}
	got := unguarded(build(t, source.String()))
	some := false
	for i, body := range bodies {
		some = some || got[fmt.Sprintf("f%d", i)] > 0
		for j, a := range around {
			if k := got[fmt.Sprintf("f%d_%d", i, j)]; k > 0 {
				t.Errorf("%d unguarded with %q around:\n%s", k, a, body)
			}
		}
	}
	if !some {
		t.Error("every body is guarded without a permit around it: the test shows nothing")
	}
}

// body is a random list of statements.
func body(r *rand.Rand, depth int) string {
	var b strings.Builder
	for range 1 + r.IntN(4) {
		simple := []string{
			"kdf.Compute()", "kdf.Compute()", "kdf.Compute()",
			"s.permits <- struct{}{}", "<-s.permits", "defer func() { <-s.permits }()",
			"s.mu.Lock()", "s.mu.Unlock()", "s.rw.RLock()", "s.rw.RUnlock()",
			"s.acquire()", "s.release()", "defer s.release()", "s.scoped()",
			"if s.try() { kdf.Compute() }", "s.wake <- struct{}{}", "<-s.results",
		}
		if depth == 0 {
			b.WriteString(simple[r.IntN(len(simple))] + "\n")
			continue
		}
		inner := body(r, depth-1)
		nested := []string{
			"if cond {\n" + inner + "}", "for range 3 {\n" + inner + "}", "go func() {\n" + inner + "}()", "func() {\n" + inner + "}()",
			"select {\ncase s.permits <- struct{}{}:\n" + inner + "default:\n}", "if cond {\n" + inner + "return\n}",
		}
		all := append(simple, nested...)
		b.WriteString(all[r.IntN(len(all))] + "\n")
	}
	return b.String()
}
