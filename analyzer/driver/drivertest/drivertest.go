// Package drivertest is a stand-in for the engine, so that drivers, printers
// and the command can be tested with findings that no rule changes.
//
// It knows three things. A call of a function named wait is an operation, and
// each function that makes one waits. A function that calls one that waits in
// another package waits, too. The first is reported where it stands, the
// second at the call that leaves the package, with the way to the operation.
// A function named boom makes the rule boom panic.
package drivertest

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

const source = `// Package waiting reports calls of wait.
//
// # Why
//
// They wait.
package waiting
`

// Rules are the two rules of the stand-in.
func Rules() []*rule.Rule {
	return []*rule.Rule{
		{Name: "boom", Source: "// Package boom reports nothing, by a panic.\npackage boom", Severity: rule.Advice, Since: "v0.1.0"},
		{Name: "waiting", Source: source, Since: "v0.1.0"},
	}
}

// waits is the fact of a function that waits: where, and how it gets there.
type waits struct {
	Op    witness.Pos
	Chain witness.Chain
}

func (*waits) AFact() {}

func (w *waits) String() string { return "waits" }

// Umbrella is the stand-in for analyzer.New.
func Umbrella(cfg analyzer.Config) *analysis.Analyzer {
	on := make(map[string]bool)
	for _, r := range cfg.Rules {
		on[r.Name] = true
	}
	return &analysis.Analyzer{
		Name:       "stallcheck",
		Doc:        "stand-in for the engine",
		ResultType: reflect.TypeFor[*rule.Result](),
		FactTypes:  []analysis.Fact{new(waits)},
		Run: func(pass *analysis.Pass) (any, error) {
			e := &engine{pass: pass, result: new(rule.Result)}
			for _, file := range pass.Files {
				if !cfg.Tests && isTest(pass.Fset.Position(file.Pos()).Filename) {
					continue
				}
				for _, decl := range file.Decls {
					if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
						e.function(fn, on)
					}
				}
			}
			e.result.Sort()
			return e.result, nil
		},
	}
}

func isTest(name string) bool {
	ok, _ := filepath.Match("*_test.go", filepath.Base(name))
	return ok
}

type engine struct {
	pass   *analysis.Pass
	result *rule.Result
}

func (e *engine) function(fn *ast.FuncDecl, on map[string]bool) {
	if fn.Name.Name == "boom" && on["boom"] {
		e.result.Failed = append(e.result.Failed, fmt.Sprintf("internal error: boom on %s: the stand-in was asked to", e.pass.Pkg.Path()))
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		id := calleeName(call)
		callee, ok := e.pass.TypesInfo.Uses[id].(*types.Func)
		if !ok {
			return true
		}
		at := e.pos(call.Pos())
		fact := &waits{Op: at}
		switch {
		case callee.Name() == "wait":
		case callee.Pkg() == e.pass.Pkg || !e.pass.ImportObjectFact(callee, fact):
			return true
		}
		fact.Chain = append(witness.Chain{{Pos: at, Caller: fn.Name.Name, Callee: callee.Name()}}, fact.Chain...)
		e.pass.ExportObjectFact(e.pass.TypesInfo.Defs[fn.Name], fact)
		if on["waiting"] {
			e.report(call, id, fact)
		}
		return true
	})
}

func calleeName(call *ast.CallExpr) *ast.Ident {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f
	case *ast.SelectorExpr:
		return f.Sel
	}
	return nil
}

func (e *engine) report(call *ast.CallExpr, id *ast.Ident, fact *waits) {
	f := &rule.Finding{
		Rule:    "waiting",
		At:      e.pos(call.Pos()),
		Op:      fact.Op,
		Message: id.Name + " waits",
		Chain:   fact.Chain,
		Entries: []string{fact.Chain[0].Caller},
		Start:   call.Pos(),
		End:     call.End(),
	}
	if id.Name == "wait" {
		f.Fixes = []analysis.SuggestedFix{{
			Message:   "Do not wait",
			TextEdits: []analysis.TextEdit{{Pos: id.Pos(), End: id.End(), NewText: []byte("hurry")}},
		}}
	}
	e.result.Findings = append(e.result.Findings, f)
	d := analysis.Diagnostic{Pos: f.Start, End: f.End, Category: f.Category(), Message: f.Text(), SuggestedFixes: f.Fixes}
	e.pass.Report(d)
}

func (e *engine) pos(p token.Pos) witness.Pos {
	at := e.pass.Fset.Position(p)
	return witness.Pos{Pkg: e.pass.Pkg.Path(), File: filepath.Base(at.Filename), Line: at.Line, Col: at.Column}
}

// Knowledge is a catalogue of a test's own making.
type Knowledge struct {
	Boundaries, Ops map[string]bool
}

// Boundary reports whether the package is a boundary.
func (k Knowledge) Boundary(path string) bool { return k.Boundaries[path] }

// HasOps reports whether the package has operations.
func (k Knowledge) HasOps(path string) bool { return k.Ops[path] }
