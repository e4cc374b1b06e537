package driver

import (
	"errors"
	"fmt"
	"go/scanner"
	"go/types"
	"os"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/report"
)

// do analyses one candidate, if it matters and can be.
func (s *schedule) do(j *job) {
	n := j.node
	defer func() {
		if p := recover(); p != nil {
			j.fail("internal error: stallcheck on %s: %v", n.path(), p)
			if n.types == nil {
				n.culprit = n.path()
			}
		}
	}()
	if !n.own && !s.matters(n) {
		return // whoever needs its types reads them from export data
	}
	if !s.importable(j) {
		return
	}
	src := s.loader.parse(n)
	if err := s.loader.readExports(n.imports); err != nil {
		s.broken(j, err)
		return
	}
	s.loader.mu.RLock()
	defer s.loader.mu.RUnlock()
	pkg := s.loader.check(n, src)
	if len(src.errs) == 0 {
		src.errs = listErrors(n)
	}
	if len(src.errs) > 0 {
		s.broken(j, src.errs...)
		return
	}
	s.loader.provide(n, pkg)
	s.analyse(j, src)
}

// matters reports whether a candidate that is not the user's must be read.
func (s *schedule) matters(n *node) bool {
	if s.usesOps(n) {
		return true
	}
	for _, imp := range n.imports {
		if imp.facts != nil && !imp.facts.empty {
			return true
		}
	}
	return false
}

// importable reports whether all imports have types, or will have.
func (s *schedule) importable(j *job) bool {
	n := j.node
	if isMissing(n.meta) {
		n.culprit = n.path()
		if n.root {
			j.failures = append(j.failures, &report.Failure{Message: s.missingMessage(n)})
		}
		return false
	}
	for _, imp := range n.imports {
		switch {
		case isMissing(imp.meta):
			n.culprit = n.path()
			j.failures = append(j.failures, s.missingImport(n, imp))
			return false
		case imp.culprit != "":
			n.culprit = imp.culprit
			if n.own {
				j.fail("not analysed: imports %s, which does not compile", imp.culprit)
			}
			return false
		case !imp.own && imp.facts == nil && imp.meta.ExportFile == "" && imp.path() != "unsafe":
			s.broken(j, listErrors(imp)...)
			return false
		}
	}
	return true
}

// isMissing reports whether go list found nothing where an import or a
// pattern points: no module has the package, or no folder has Go files.
func isMissing(p *packages.Package) bool {
	return p.PkgPath != "unsafe" && len(p.GoFiles) == 0 && len(p.CompiledGoFiles) == 0 && len(p.Errors) > 0
}

// missingMessage says why a pattern names no package, as go list put it.
func (s *schedule) missingMessage(n *node) string {
	_, msg := s.errorPlace(n, n.meta.Errors[0])
	msg = strings.TrimPrefix(msg, "pattern "+n.path()+": ")
	switch {
	case strings.Contains(msg, "does not contain main module"):
		msg = "no go.mod here or above: change to the folder of a module, or name it with -C"
	case strings.Contains(msg, "does not contain modules listed in go.work"):
		msg = "no module of go.work here: name packages of one, such as ./MODULE/..."
	}
	return fmt.Sprintf("no packages match %q: %s", n.path(), msg)
}

// missingImport is the failure of n for an import that does not exist. The
// place that go list gives is that of one import, perhaps of another package.
func (s *schedule) missingImport(n, imp *node) *report.Failure {
	f := &report.Failure{Package: n.path()}
	at, msg := s.errorPlace(n, imp.meta.Errors[0])
	for _, file := range n.meta.GoFiles {
		if relative(s.opts.base(), file) == at.File {
			f.At = at
		}
	}
	f.Message = msg + notAnalysed(n.path())
	return f
}

// broken marks a package that does not compile. One that is not the user's
// may still have export data, made by a compiler that was told more.
func (s *schedule) broken(j *job, errs ...error) {
	n := j.node
	if !n.own && n.meta.ExportFile != "" {
		return
	}
	n.culprit = n.path()
	f := &report.Failure{Package: n.path(), Message: "does not compile"}
	if len(errs) > 0 {
		f.At, f.Message = s.errorPlace(n, errs[0])
	}
	if len(errs) > 1 {
		f.Message += fmt.Sprintf(" (and %d more)", len(errs)-1)
	}
	f.Message += notAnalysed(n.path())
	j.failures = append(j.failures, f)
}

// errorPlace splits an error of the parser, the type checker or go list into
// its place and one line.
func (s *schedule) errorPlace(n *node, err error) (report.Place, string) {
	var place report.Place
	msg := err.Error()
	var terr types.Error
	var perr *scanner.Error
	var lerr packages.Error
	switch {
	case errors.As(err, &terr):
		p := terr.Fset.Position(terr.Pos)
		place, msg = s.place(n, p.Filename, p.Line, p.Column), terr.Msg
	case errors.As(err, &perr):
		p := perr.Pos
		place, msg = s.place(n, p.Filename, p.Line, p.Column), perr.Msg
	case errors.As(err, &lerr):
		file, line, col := splitPosition(lerr.Pos)
		msg = lerr.Msg
		if line > 0 {
			place = s.place(n, file, line, col)
		}
	}
	return place, strings.Join(strings.Fields(msg), " ")
}

// splitPosition splits the file:line:col that go/packages makes of an error.
func splitPosition(pos string) (file string, line, col int) {
	parts := strings.Split(pos, ":")
	for len(parts) > 1 && col == 0 {
		last := len(parts) - 1
		num, err := strconv.Atoi(parts[last])
		if err != nil {
			break
		}
		if line == 0 {
			line = num
		} else {
			line, col = num, line
		}
		parts = parts[:last]
	}
	return strings.Join(parts, ":"), line, max(col, 1)
}

func listErrors(n *node) []error {
	var errs []error
	for _, err := range n.meta.Errors {
		errs = append(errs, err)
	}
	return errs
}

func (j *job) fail(format string, args ...any) {
	j.failures = append(j.failures, &report.Failure{Package: j.node.path(), Message: fmt.Sprintf(format, args...)})
}

// analyse runs the analyzers. The caller holds the loader's lock for reading.
func (s *schedule) analyse(j *job, src *source) {
	n := j.node
	var imports []*factSet
	for _, imp := range n.imports {
		if imp.facts != nil {
			imports = append(imports, imp.facts)
		}
	}
	facts := newFactSet(n.types, imports)
	results := make(map[*analysis.Analyzer]any)
	for _, a := range s.analyzers {
		if a == program.Top {
			results[a] = n.top || n.meta.Name == "main"
			continue
		}
		pass := &analysis.Pass{
			Analyzer:          a,
			Fset:              s.loader.fset,
			Files:             src.files,
			OtherFiles:        n.meta.OtherFiles,
			IgnoredFiles:      n.meta.IgnoredFiles,
			Pkg:               n.types,
			TypesInfo:         src.info,
			TypesSizes:        s.loader.sizes,
			Module:            moduleOf(n),
			ResultOf:          results,
			ReadFile:          os.ReadFile,
			Report:            func(analysis.Diagnostic) {}, // findings are in the result
			ImportObjectFact:  facts.importObject,
			ExportObjectFact:  facts.exportObject,
			ImportPackageFact: facts.importPackage,
			ExportPackageFact: facts.exportPackage,
			AllObjectFacts:    func() []analysis.ObjectFact { return facts.allObjects(a) },
			AllPackageFacts:   func() []analysis.PackageFact { return facts.allPackages(a) },
		}
		result, err := a.Run(pass)
		if err != nil {
			j.fail("internal error: %s on %s: %v", a.Name, n.path(), err)
			break
		}
		results[a] = result
	}
	facts.seal()
	n.facts = facts
	if n.root || !n.below {
		j.result = results[s.analyzers[len(s.analyzers)-1]]
	}
}

// moduleOf is what an analyzer is told of the module.
func moduleOf(n *node) *analysis.Module {
	m := n.meta.Module
	if m == nil {
		return &analysis.Module{}
	}
	return &analysis.Module{Path: m.Path, Version: m.Version, GoVersion: goVersion(n)}
}
