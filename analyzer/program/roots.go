package program

import (
	"go/types"
	"maps"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// RootKind says how requests reach a root.
type RootKind string

// What roots are called where they are printed.
const (
	NotRoot     RootKind = ""
	Handler     RootKind = "handler"
	Method      RootKind = "rpc method"
	Interceptor RootKind = "interceptor" // and per-request middleware
	Consumer    RootKind = "consumer"    // of messages or of queued jobs
)

// rootShapes is what is known of the ways into a package, computed once:
//
//   - signatures and methods: a function of such a type enters by being there;
//   - found: functions that some call registers, that are converted to a type of
//     handlers, or that are methods behind a generated server interface;
//   - foreign: the same, of other packages, by key.
//
// It reads the handler rows of the libraries that the package imports; only the
// shapes of net/http and of generated code are known here.
type rootShapes struct {
	ready      bool
	signatures map[string]RootKind
	methods    map[string]RootKind // name + signature of interface methods
	handlers   map[*types.TypeName]RootKind
	messages   map[*types.TypeName]bool // what brokers deliver
	servers    []*types.Interface
	found      map[*ssa.Function]RootKind
	registered map[*ssa.Function]bool
	foreign    map[string]RootKind
}

// Root reports whether requests enter at fn. A function with a handler's
// signature is a root even if nothing visible registers it, unless the package
// itself only calls it: then it is a helper that happens to have that shape.
// Nothing in a generated file or a test is a root: the one only forwards, and
// no request comes from the other.
func (p *Package) Root(fn *ssa.Function) RootKind {
	if fn.Synthetic != "" || fn.Signature == nil || p.IsTest(fn.Pos()) || p.IsGenerated(fn.Pos()) {
		return NotRoot
	}
	p.readShapes()
	if kind, ok := p.rootKinds.found[fn]; ok {
		return kind
	}
	if kind := p.kindOfSignature(fn.Signature, p.escaping[fn]); kind != NotRoot {
		if p.isCalled(fn) && !p.escaping[fn] {
			return NotRoot
		}
		return kind
	}
	obj, ok := fn.Object().(*types.Func)
	if !ok || obj.Signature().Recv() == nil {
		return NotRoot
	}
	if isAction(obj) && !p.isCalled(fn) {
		return Handler
	}
	return p.rootKinds.methods[fn.Name()+shape(fn.Signature)]
}

// IsOpen reports whether other packages may register a root, and put
// middleware in front of it: it is exported, and not registered here.
func (p *Package) IsOpen(fn *ssa.Function) bool {
	p.readShapes()
	obj := fn.Object()
	return !p.rootKinds.registered[fn] && obj != nil && obj.Exported()
}

// ForeignRoots are the functions of other packages that this one registers as
// roots, by key: what they are for cannot be seen where they are declared.
func (p *Package) ForeignRoots() map[string]RootKind {
	p.readShapes()
	return p.rootKinds.foreign
}

// isCalled reports whether the package itself calls fn: its tests and generated
// adapters do not count.
func (p *Package) isCalled(fn *ssa.Function) bool {
	for _, site := range p.sites[fn] {
		if !p.IsTest(site.Pos()) && !p.IsGenerated(site.Pos()) {
			return true
		}
	}
	return false
}

// readShapes computes rootKinds.
func (p *Package) readShapes() {
	s := &p.rootKinds
	if s.ready {
		return
	}
	*s = rootShapes{
		ready:      true,
		signatures: map[string]RootKind{},
		methods:    map[string]RootKind{},
		handlers:   map[*types.TypeName]RootKind{},
		messages:   map[*types.TypeName]bool{},
		found:      map[*ssa.Function]RootKind{},
		registered: map[*ssa.Function]bool{},
		foreign:    map[string]RootKind{},
	}
	for _, pkg := range append(p.Pass.Pkg.Imports(), p.Pass.Pkg) {
		p.readRows(pkg)
		s.servers = append(s.servers, p.serversOf(pkg)...)
	}
	named := maps.Clone(s.registered) // by rows
	p.implementServers()
	s.registered = named // to implement an interface is not to be registered
	for _, fn := range p.Funcs {
		if p.IsTest(fn.Pos()) {
			continue
		}
		for _, b := range fn.Blocks {
			for _, instr := range b.Instrs {
				p.readInstr(instr)
			}
		}
	}
}

// readInstr finds what one instruction makes a root.
func (p *Package) readInstr(instr ssa.Instruction) {
	switch i := instr.(type) {
	case *ssa.ChangeType:
		if named, ok := types.Unalias(i.Type()).(*types.Named); ok {
			if kind, ok := p.rootKinds.handlers[named.Obj()]; ok {
				p.enterValue(i.X, kind, 0)
			}
		}
	case *ssa.MakeInterface:
		p.convertsToServer(i)
	case ssa.CallInstruction:
		p.registers(i)
	}
}

// enter notes that requests enter at a function, here or elsewhere.
func (p *Package) enter(fn *types.Func, kind RootKind) {
	if fn == nil || fn.Pkg() == nil || kind == NotRoot {
		return
	}
	fn = fn.Origin()
	if fn.Pkg() != p.Pass.Pkg {
		if p.rootKinds.foreign[Key(fn)] == NotRoot {
			p.rootKinds.foreign[Key(fn)] = kind
		}
		return
	}
	p.enterBody(p.SSA.Prog.FuncValue(fn), kind)
}

func (p *Package) enterBody(fn *ssa.Function, kind RootKind) {
	if fn == nil {
		return
	}
	p.rootKinds.registered[fn] = true
	if p.rootKinds.found[fn] == NotRoot {
		p.rootKinds.found[fn] = kind
	}
}

// kindOf is the kind of root that a handler row makes of a function.
func kindOf(h *model.Handler) RootKind {
	switch h.Kind {
	case model.HandlerFuncSignature, model.HandlerRegistration, model.HandlerMethod, model.HandlerService, model.HandlerEntry:
		return Handler
	case model.HandlerMiddleware:
		return Interceptor
	case model.HandlerConsumer:
		return Consumer
	}
	return NotRoot
}
