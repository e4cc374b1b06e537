package rule

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// maxNamed is how many handlers a message names.
const maxNamed = 3

// ReportFleet adds one finding for all handlers that lack the same, at their
// router or server: what each of them does, and why.
func (p *Pass) ReportFleet(f *link.Fleet, verb, rest string, fixes []analysis.SuggestedFix) {
	subject := fmt.Sprintf("%d handlers %s", len(f.Roots), verb)
	if len(f.Roots) == 1 {
		subject = "1 handler " + singular(verb)
	}
	finding := Finding{
		Op:      f.Front.Pos,
		Message: fmt.Sprintf("%s %s (%s)", subject, rest, handlerNames(f.Roots)),
		Entries: slices.Concat(f.Roots, f.Also),
		Fixes:   fixes,
		Notes:   []Note{{Pos: f.Op.Pos, Message: link.Name(f.Op.Symbol) + " is where one of them does"}},
	}
	p.Report(finding, nil, f.Front.Ignored)
}

// SwitchOn sets the field of a framework's server that lets the contexts of its
// requests end, behind the statement that makes the server. It is nil when the
// server is not kept in a variable or field there.
func (p *Pass) SwitchOn(f *link.Fleet) []analysis.SuggestedFix {
	call := p.CallAt(f.Front.Pos, f.Front.Symbol)
	if call == nil || f.Switch == "" {
		return nil
	}
	path := p.enclosing(call)
	if len(path) < 3 {
		return nil
	}
	assign, isAssign := path[1].(*ast.AssignStmt)
	_, isBlock := path[2].(*ast.BlockStmt)
	if !isAssign || !isBlock || len(assign.Lhs) != 1 || Format(assign.Lhs[0]) == "_" {
		return nil
	}
	t := p.pass.TypesInfo.TypeOf(call)
	field, _, _ := types.LookupFieldOrMethod(t, true, p.pass.Pkg, f.Switch)
	if v, ok := field.(*types.Var); !ok || !types.Identical(v.Type(), types.Typ[types.Bool]) {
		return nil
	}
	return []analysis.SuggestedFix{{
		Message:   "Set " + f.Switch,
		TextEdits: []analysis.TextEdit{p.lineAfter(assign, Format(assign.Lhs[0])+"."+f.Switch+" = true")},
	}}
}

// singular is a verb for one handler: may waits are left alone.
func singular(verb string) string {
	if strings.Contains(verb, " ") {
		return verb
	}
	return verb + "s"
}

// handlerNames are the first few handlers, by their bare names.
func handlerNames(roots []string) string {
	var names []string
	for _, r := range roots {
		name := witness.Name(r)
		name, _, _ = strings.Cut(name[strings.LastIndex(name, ".")+1:], "$")
		if len(names) == maxNamed {
			return strings.Join(append(names, "…"), ", ")
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
