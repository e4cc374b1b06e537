package driver

import (
	"fmt"
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/objectpath"
)

// factSet holds the facts of one package and knows which other sets the
// package can see. It shows what x/tools' internal/facts would show after
// writing the facts of each import to a file and reading them back, as go vet
// does, without doing so:
//
//   - facts about the package itself, and about its functions, constants and
//     variables, reach direct importers only;
//   - facts about types, methods and fields travel on, through importers that
//     themselves keep facts;
//   - facts about objects that no importer can name do not travel at all.
//
// A set is written by the analyzers of its package, then sealed, and only
// read from then on.
type factSet struct {
	pkg    *types.Package
	direct map[*types.Package]*factSet // imports that keep facts
	seen   map[*types.Package]*factSet // direct, and all that those see

	mu       sync.Mutex // analyzers may use goroutines
	own      map[factKey]analysis.Fact
	exported map[factKey]bool // of own: those that importers see; set by seal
	travels  bool             // some fact of own or seen travels past importers
	empty    bool             // as go vet would write it; set by seal
}

// factKey is an object, or nil for the package itself, and a type of fact.
type factKey struct {
	obj types.Object
	typ reflect.Type
}

// newFactSet is an empty set that sees the sealed sets of the imports.
func newFactSet(pkg *types.Package, imports []*factSet) *factSet {
	s := &factSet{
		pkg:    pkg,
		direct: make(map[*types.Package]*factSet),
		seen:   make(map[*types.Package]*factSet),
		own:    make(map[factKey]analysis.Fact),
	}
	for _, imp := range imports {
		s.direct[imp.pkg] = imp
		s.seen[imp.pkg] = imp
		for pkg, set := range imp.seen {
			s.seen[pkg] = set
		}
		s.travels = s.travels || imp.travels
	}
	return s
}

// seal ends writing and hides what no importer could see.
func (s *factSet) seal() {
	encoder := new(objectpath.Encoder)
	s.exported = make(map[factKey]bool, len(s.own))
	for key := range s.own {
		if key.obj != nil {
			if _, err := encoder.For(key.obj); err != nil {
				continue
			}
			s.travels = s.travels || !isLocal(key.obj)
		}
		s.exported[key] = true
	}
	s.empty = len(s.exported) == 0 && !s.travels
}

// isLocal reports whether facts about obj reach direct importers only.
func isLocal(obj types.Object) bool {
	_, isType := obj.(*types.TypeName)
	return !isType && obj.Parent() == obj.Pkg().Scope()
}

// lookup finds a fact that is visible in s.
func (s *factSet) lookup(pkg *types.Package, key factKey) (analysis.Fact, bool) {
	if pkg == s.pkg {
		s.mu.Lock()
		defer s.mu.Unlock()
		fact, ok := s.own[key]
		return fact, ok
	}
	from := s.direct
	if key.obj != nil && !isLocal(key.obj) {
		from = s.seen
	}
	set := from[pkg]
	if set == nil || !set.exported[key] {
		return nil, false
	}
	fact, ok := set.own[key]
	return fact, ok
}

func (s *factSet) importObject(obj types.Object, ptr analysis.Fact) bool {
	if obj == nil {
		panic("ImportObjectFact of no object")
	}
	return copyFact(s, obj.Pkg(), factKey{obj, reflect.TypeOf(ptr)}, ptr)
}

func (s *factSet) importPackage(pkg *types.Package, ptr analysis.Fact) bool {
	if pkg == nil {
		panic("ImportPackageFact of no package")
	}
	return copyFact(s, pkg, factKey{nil, reflect.TypeOf(ptr)}, ptr)
}

func copyFact(s *factSet, pkg *types.Package, key factKey, ptr analysis.Fact) bool {
	fact, ok := s.lookup(pkg, key)
	if ok {
		reflect.ValueOf(ptr).Elem().Set(reflect.ValueOf(fact).Elem())
	}
	return ok
}

func (s *factSet) exportObject(obj types.Object, fact analysis.Fact) {
	if obj.Pkg() != s.pkg {
		panic(fmt.Sprintf("ExportObjectFact(%s, %T): object of another package", obj, fact))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.own[factKey{obj, reflect.TypeOf(fact)}] = fact
}

func (s *factSet) exportPackage(fact analysis.Fact) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.own[factKey{nil, reflect.TypeOf(fact)}] = fact
}

// each calls f for every visible fact of an analyzer, in no order.
func (s *factSet) each(a *analysis.Analyzer, f func(*types.Package, factKey, analysis.Fact)) {
	wanted := make(map[reflect.Type]bool)
	for _, fact := range a.FactTypes {
		wanted[reflect.TypeOf(fact)] = true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, fact := range s.own {
		if wanted[key.typ] {
			f(s.pkg, key, fact)
		}
	}
	for pkg, set := range s.seen {
		for key := range set.exported {
			if !wanted[key.typ] {
				continue
			}
			if s.direct[pkg] != nil || key.obj != nil && !isLocal(key.obj) {
				f(pkg, key, set.own[key])
			}
		}
	}
}

func (s *factSet) allObjects(a *analysis.Analyzer) (facts []analysis.ObjectFact) {
	s.each(a, func(_ *types.Package, key factKey, fact analysis.Fact) {
		if key.obj != nil {
			facts = append(facts, analysis.ObjectFact{Object: key.obj, Fact: fact})
		}
	})
	return facts
}

func (s *factSet) allPackages(a *analysis.Analyzer) (facts []analysis.PackageFact) {
	s.each(a, func(pkg *types.Package, key factKey, fact analysis.Fact) {
		if key.obj == nil {
			facts = append(facts, analysis.PackageFact{Package: pkg, Fact: fact})
		}
	})
	return facts
}
