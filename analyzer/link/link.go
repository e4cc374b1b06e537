package link

import (
	"fmt"
	"go/types"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// Config is what the model needs to be told.
type Config struct {
	// Own are patterns of import paths, in the form of the go command, of the
	// user's own packages, besides those that it says are in the main module, in
	// the workspace, or in a module that is not published.
	Own []string
	// Catalogue are the user's rows. They hold in the user's own packages only:
	// what is known of a dependency is the same for everybody.
	Catalogue []model.Source
	// Whole, if set, gathers the graph of all packages that run in this process.
	Whole *Whole
}

// Model is what is known of one package and of everything below it.
type Model struct {
	// Own says that the package is the user's: it is where failures are told.
	Own     bool
	Prog    *program.Package // nil when the package does not matter
	Summary *summary.Package
	Stalls  []*Stall
	Loads   []*Load
	// BadDeadlines are those that cannot do their job, Overlongs those that are
	// too long for the requests that reach them.
	BadDeadlines []*summary.BadDeadline
	Overlongs    []*Overlong
	// Cleanups are the waits in clean-up whose context does not serve it.
	Cleanups []*Cleanup
	// Marshals are the waits of functions that serialize.
	Marshals []*Marshal
	// Locked are waits under locks that requests share.
	Locked []*Held
	// Conns are what takes long while a connection of a pool is held.
	Conns  []*Held
	Drains []*Load // readings of whole requests with no limit
	// Fronts are the routers and servers of this package, Fleets the handlers
	// that lack the same behind one.
	Fronts  []Front
	Fleets  []*Fleet
	Clients []*Client
	Lazies  []*Lazy
	// Lost are leaks of what methods return that are known to this package only.
	Lost []*summary.Leak
	// Detached are goroutines that lean on a request and outlive it.
	Detached []*Detached
	// Crowds are the goroutines that nothing limits.
	Crowds []*Crowd
	// Growths are what requests put somewhere and nobody takes out.
	Growths []*Growth
	// Serials are readings that could be done at the same time.
	Serials []*Serial
	// Hidden are answers that hide that a wait failed.
	Hidden []*Hidden
	// Assets are what the program has and never limits, releases or shuts down.
	Assets []*summary.Asset
	// Fans are the transports without a limit that a request sends several
	// requests through at once.
	Fans []*Fan
	// Failed says what could not be analysed, here and below.
	Failed []string
}

// NewAnalyzer is the analyzer that computes the model. Rules require it. What
// cfg says is read when it runs, after flags were parsed.
func NewAnalyzer(cfg *Config) *analysis.Analyzer {
	m := &modeler{
		cfg:     cfg,
		builtin: sync.OnceValues(func() (*model.Catalogue, error) { return model.New() }),
		users:   sync.OnceValues(func() (*model.Catalogue, error) { return model.New(cfg.Catalogue...) }),
	}
	return &analysis.Analyzer{
		Name:       "stallcheckmodel",
		Doc:        "compute what functions wait for and hold (not a check of its own)",
		Requires:   []*analysis.Analyzer{program.Top},
		Run:        m.run,
		ResultType: reflect.TypeFor[*Model](),
		FactTypes:  []analysis.Fact{(*summary.Shape)(nil), (*Fact)(nil)},
	}
}

type modeler struct {
	cfg            *Config
	builtin, users func() (*model.Catalogue, error)
}

// catalogue is what is known of libraries in a package.
func (m *modeler) catalogue(own bool) (*model.Catalogue, error) {
	if own && len(m.cfg.Catalogue) > 0 {
		return m.users()
	}
	return m.builtin()
}

// run never fails: what goes wrong becomes part of the result, since an error
// would be cached, and never seen when the package is a dependency.
func (m *modeler) run(pass *analysis.Pass) (result any, err error) {
	own := m.isOwn(pass, pass.Pkg)
	out := &Model{Own: own}
	defer func() {
		if r := recover(); r != nil {
			result, err = m.failed(pass, own, fmt.Sprintf("internal error: model on %s: %v\n%s", pass.Pkg.Path(), r, debug.Stack())), nil
		}
	}()
	cat, err := m.catalogue(own)
	if err != nil {
		return m.failed(pass, own, err.Error()), nil
	}
	below := m.tables(pass)
	out.Failed = below.Failed
	if !m.matters(pass, cat) {
		return out, nil
	}
	prog, err := program.Build(pass, cat, own)
	if err != nil {
		return m.failed(pass, own, "internal error: "+err.Error()), nil
	}
	out.Prog = prog
	out.Summary = summary.Build(prog, summary.Options{
		Import:  importShapes(pass),
		IsNode:  func(fn *types.Func) bool { return fn.Pkg() != nil && m.isOwn(pass, fn.Pkg()) },
		Ignored: func(i ssa.Instruction) []string { return prog.Ignored(i.Pos()) },
	})
	for fn, shape := range out.Summary.Shapes {
		if fn.Pkg() == pass.Pkg {
			pass.ExportObjectFact(fn, shape)
		}
	}
	if !own {
		return out, nil
	}
	below.Nodes = append(below.Nodes, out.Summary.Nodes...)
	collect(prog, out.Summary, func(p *types.Package) bool { return m.isOwn(pass, p) }, below)
	below.Settings = slices.Concat(below.Settings, out.Summary.Emptied(), out.Summary.Settled, out.Summary.SDKs(), out.Summary.Databases())
	below.Assets = append(below.Assets, out.Summary.Assets...)
	below.collectClients(out.Summary.Clients)
	below.register(prog.ForeignRoots())
	below.serialize(prog.ForeignMarshalers())
	below.limit(out.Summary.Limited)
	m.cfg.Whole.add(prog, out.Summary, below)
	below.prune(out.Summary)
	below.trim()
	below.normalize()
	out.Summary.Servers = slices.DeleteFunc(out.Summary.Servers, func(s *summary.Server) bool { return s.IsBounded(below.Settings) })
	g := newGraph(below, cat)
	g.isWhole = pass.Pkg.Name() == "main"
	g.isTop = pass.ResultOf[program.Top] == true
	out.Loads = g.loads(below.Closed, prog.Path)
	out.BadDeadlines = g.badDeadlines(out.Summary.BadDeadlines)
	out.Overlongs = g.overlongs(below.Closed)
	out.Cleanups = g.cleanups(below.Closed)
	out.readFronts(g, below)
	g.judgeServers(out.Summary.Servers)
	out.Lost = g.lost(below.Closed)
	out.Lazies = g.lazies(below.Closed)
	out.Detached = g.detached(below.Closed)
	out.Crowds = g.crowds(below.Closed)
	out.Growths = g.growths(below.Closed)
	out.Serials, out.Hidden = g.serials(below.Closed), g.hidden(below.Closed)
	out.Assets = g.assets(below.Assets, below.Closed)
	out.Fans = g.fans(below.Assets, below.Closed)
	g.judgeLeaks(below, out.Summary)
	out.Marshals = g.marshals(below.Closed)
	out.Conns, out.Locked = g.conns(below.Closed), g.locked(below.Closed)
	for _, o := range out.Overlongs {
		below.Closed = append(below.Closed, o.id())
	}
	for _, c := range out.Cleanups {
		below.Closed = append(below.Closed, c.id())
	}
	for _, m := range out.Marshals {
		below.Closed = append(below.Closed, m.ids()...)
	}
	for _, c := range out.Conns {
		below.Closed = append(below.Closed, c.id())
	}
	for _, l := range out.Locked {
		below.Closed = append(below.Closed, l.id())
	}
	for _, f := range out.Fleets {
		below.Closed = append(below.Closed, f.ids()...)
	}
	for _, s := range out.Stalls {
		below.Closed = append(below.Closed, s.id())
	}
	for _, l := range slices.Concat(out.Loads, out.Drains) {
		if l.StartUp {
			continue // an importer may know of a request
		}
		below.Closed = append(below.Closed, l.id())
	}
	for _, l := range out.Lost {
		below.Closed = append(below.Closed, lostID(l.Pos))
	}
	for _, l := range out.Lazies {
		below.Closed = append(below.Closed, l.id())
	}
	for _, c := range out.Clients {
		below.Closed = append(below.Closed, c.id())
	}
	for _, d := range out.Detached {
		below.Closed = append(below.Closed, d.id())
	}
	for _, c := range out.Crowds {
		below.Closed = append(below.Closed, c.id())
	}
	for _, h := range out.Hidden {
		below.Closed = append(below.Closed, h.id())
	}
	for _, s := range out.Serials {
		below.Closed = append(below.Closed, s.id())
	}
	for _, a := range out.Assets {
		below.Closed = append(below.Closed, assetID(a))
	}
	for _, f := range out.Fans {
		below.Closed = append(below.Closed, assetID(f.Asset))
	}
	for _, r := range out.Growths {
		below.Closed = append(below.Closed, r.id())
	}
	below.normalize()
	pass.ExportPackageFact(&Fact{Data: encode(below)})
	return out, nil
}

// failed records a failure where importers find it.
func (m *modeler) failed(pass *analysis.Pass, own bool, why string) *Model {
	t := m.tables(pass)
	t.Failed = append(t.Failed, why)
	t.normalize()
	pass.ExportPackageFact(&Fact{Data: encode(t)})
	return &Model{Own: own, Failed: t.Failed}
}

// tables merges the tables of the imported packages.
func (m *modeler) tables(pass *analysis.Pass) *Table {
	out := &Table{}
	for _, imp := range pass.Pkg.Imports() {
		var f Fact
		if !pass.ImportPackageFact(imp, &f) {
			continue
		}
		t, err := decode(f.Data)
		if err != nil {
			out.Failed = append(out.Failed, fmt.Sprintf("facts of %s: %v (run go clean -cache)", imp.Path(), err))
			continue
		}
		out.merge(t)
	}
	out.normalize()
	return out
}

// matters reports whether the package can have an effect at all: it is the
// user's, or it is not covered by the catalogue and imports something that can
// wait, or that has facts.
func (m *modeler) matters(pass *analysis.Pass, cat *model.Catalogue) bool {
	p := program.PathOf(pass.Pkg)
	if m.isOwn(pass, pass.Pkg) {
		return true
	}
	if model.IsStd(p) || cat.Boundary(p) {
		return false
	}
	for _, imp := range pass.Pkg.Imports() {
		if cat.Library(program.PathOf(imp)).HasOps() {
			return true
		}
	}
	for _, f := range pass.AllObjectFacts() {
		if _, ok := f.Fact.(*summary.Shape); ok && f.Object.Pkg() != pass.Pkg {
			return true
		}
	}
	return false
}

// isOwn reports whether a package belongs to the user's own modules: the one
// under analysis says so of itself, and its siblings share its module's path.
// Where nothing is known of modules and nobody said what is the user's, as under
// Bazel's nogo, it is what stands in the workspace itself.
func (m *modeler) isOwn(pass *analysis.Pass, pkg *types.Package) bool {
	p := program.PathOf(pkg)
	for _, pattern := range m.cfg.Own {
		if program.MatchPath(pattern, p) {
			return true
		}
	}
	if pkg != pass.Pkg {
		var f Fact
		if pass.ImportPackageFact(pkg, &f) {
			return true // only the user's own packages have a table
		}
	}
	mod := pass.Module
	if mod == nil && pkg == pass.Pkg && len(m.cfg.Own) == 0 {
		return inWorkspace(pass)
	}
	return mod != nil && program.IsOwnModule(mod.Path, mod.Version) && (p == mod.Path || strings.HasPrefix(p, mod.Path+"/") || pkg == pass.Pkg)
}

// inWorkspace reports whether Bazel would say that the package is of the main
// repository: it names files as seen from there, and those of others as
// external/REPOSITORY/FILE.
func inWorkspace(pass *analysis.Pass) bool {
	if len(pass.Files) == 0 {
		return false
	}
	name := pass.Fset.File(pass.Files[0].FileStart).Name()
	return !filepath.IsAbs(name) && !strings.HasPrefix(filepath.ToSlash(name), "external/")
}

// importShapes looks facts up once for each function.
func importShapes(pass *analysis.Pass) func(*types.Func) *summary.Shape {
	cache := map[*types.Func]*summary.Shape{}
	return func(fn *types.Func) *summary.Shape {
		fn = fn.Origin()
		if s, ok := cache[fn]; ok {
			return s
		}
		var s *summary.Shape
		var fact summary.Shape
		if fn.Pkg() != nil && pass.ImportObjectFact(fn, &fact) && fact.V == summary.Version {
			s = &fact
		}
		cache[fn] = s
		return s
	}
}
