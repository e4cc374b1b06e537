package main

import (
	"fmt"
	"go/types"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// service is a module as both sides see it.
type service struct {
	initial []*packages.Package
	own     map[string]*ownPackage // by import path
	order   []*ownPackage          // by import path
}

// ownPackage is a package of the user's with its table.
type ownPackage struct {
	*packages.Package
	view    *link.View
	bytes   int
	joining time.Duration // CPU time of reading the table and joining it
	users   []*ownPackage // that import it
	below   map[string]bool
}

// load reads the module with everything that it imports, and runs the model.
func load(opt *options) (*service, error) {
	initial, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: opt.dir}, opt.patterns...)
	if err != nil {
		return nil, fmt.Errorf("load packages: %w", err)
	}
	packages.Visit(initial, nil, func(p *packages.Package) {
		if p.IllTyped && len(p.Errors) > 0 {
			fmt.Fprintln(os.Stderr, "not seen by VTA:", p.Errors[0])
		}
	})
	model := link.NewAnalyzer(&link.Config{Own: opt.own})
	graph, err := checker.Analyze([]*analysis.Analyzer{model}, initial, nil)
	if err != nil {
		return nil, fmt.Errorf("run the model: %w", err)
	}
	s := &service{initial: initial, own: make(map[string]*ownPackage)}
	for act := range graph.All() {
		var f link.Fact
		if act.Err != nil {
			return nil, fmt.Errorf("%s: %w", act, act.Err)
		}
		if act.Analyzer != model || !act.PackageFact(act.Package.Types, &f) {
			continue
		}
		view, err := link.Read(&f)
		if err != nil {
			return nil, fmt.Errorf("read table of %s: %w", act.Package.PkgPath, err)
		}
		p := &ownPackage{Package: act.Package, view: view, bytes: len(f.Data), joining: joining(&f)}
		s.own[p.PkgPath] = p
		s.order = append(s.order, p)
	}
	slices.SortFunc(s.order, func(a, b *ownPackage) int { return strings.Compare(a.PkgPath, b.PkgPath) })
	for _, p := range s.order {
		for path := range p.Imports {
			if imp := s.own[path]; imp != nil {
				imp.users = append(imp.users, p)
			}
		}
	}
	for _, p := range s.order {
		s.findBelow(p)
		slices.SortFunc(p.users, func(a, b *ownPackage) int { return strings.Compare(a.PkgPath, b.PkgPath) })
	}
	return s, nil
}

func (s *service) findBelow(p *ownPackage) {
	if p.below != nil {
		return
	}
	p.below = map[string]bool{p.PkgPath: true}
	for path := range p.Imports {
		if imp := s.own[path]; imp != nil {
			s.findBelow(imp)
			for b := range imp.below {
				p.below[b] = true
			}
		}
	}
}

// tops are the packages that no other imports: their tables hold everything.
func (s *service) tops() []*ownPackage {
	return slices.DeleteFunc(slices.Clone(s.order), func(p *ownPackage) bool { return len(p.users) > 0 })
}

// isOwn reports whether a package is the user's.
func (s *service) isOwn(p *types.Package) bool {
	return p != nil && s.own[program.PathOf(p)] != nil
}

// functions are the user's functions that have a property, by key, as the top
// tables know them.
func (s *service) functions(has func(*summary.Node) bool) map[string]bool {
	out := make(map[string]bool)
	for _, top := range s.tops() {
		for _, n := range top.view.Nodes() {
			if n.Pos.IsValid() && has(n) {
				out[base(n.Key)] = true
			}
		}
	}
	return out
}

// base is the key of the function that a node is, or is a loop of.
func base(key string) string { return strings.TrimSuffix(key, summary.LoopSuffix) }

func isRoot(n *summary.Node) bool { return n.Root != program.NotRoot }

func waits(n *summary.Node) bool {
	return slices.ContainsFunc(n.Ops, func(op summary.Op) bool { return op.Class == summary.ClassWait })
}

// isEffect reports whether some rule may report what a function does itself.
func isEffect(n *summary.Node) bool {
	return slices.ContainsFunc(n.Ops, func(op summary.Op) bool {
		switch op.Class {
		case summary.ClassMake, summary.ClassDeadline, summary.ClassPause, summary.ClassClient:
			return false
		}
		return true
	})
}

// joining is the CPU time that reading and joining a table takes, the least of
// three.
func joining(f *link.Fact) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	best := time.Duration(math.MaxInt64)
	for range 3 {
		start := threadTime()
		_, _ = link.Read(f)
		best = min(best, threadTime()-start)
	}
	return max(best, time.Microsecond)
}

// threadTime is the CPU time of this thread (Linux only).
func threadTime() time.Duration {
	const thread = 1 // RUSAGE_THREAD
	var r syscall.Rusage
	if syscall.Getrusage(thread, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
