package summary

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/model"
)

// Version of the facts. A fact of another version is ignored.
const Version = 1

// Shape is the object fact of a function: what its callers in other packages
// need to know. A function with nothing to say has none.
type Shape struct {
	V        uint8
	NoReturn bool
	// Uses and Releases are sets of parameters, receiver first, that may own a
	// resource: those that the function neither keeps nor releases, and those
	// that it releases on every path.
	Uses, Releases uint64
	// Takes is the set of parameters of types that do not tell, such as
	// io.Reader, that it may store or close.
	Takes uint64
	// Passes are parameters that it returns.
	Passes []Pass
	// Locks are taken for the caller, Frees are given back for it.
	Locks []Lock
	Frees []Freed
	// Disposes says that a method may release what a field of its receiver has.
	Disposes bool
	// Acquires says that it returns with a permit held for its caller, and
	// GivesBack that it gives one back that it did not take.
	Acquires, GivesBack bool
	// Limits are set by it, or by what it makes, as middleware.
	Limits Limits
	// Caps is the set of parameters whose request it gives a body that ends.
	Caps uint64
	// Readers are results that read what an input has.
	Readers []ResultReader
	// Drains say, of a function of a dependency, which inputs it reads to the end.
	Drains []Drain
	// Keeps is the set of parameters that it keeps for later calls.
	Keeps uint64
	// Reads says that it waits for something outside, so that its results are
	// data of that, and not of its arguments alone.
	Reads bool
	// Pauses says that it sleeps, and is given no context to look at meanwhile.
	Pauses   bool
	Owned    []Owned
	Contexts []ResultContext
	Calls    []ParamCall
	// Waits stands for the function in graphs when it belongs to a dependency:
	// at most one entry for each kind and context.
	Waits []Wait
	// Asks are results that some inputs choose without a limit.
	Asks []AskedResult
	// Opens is the set of parameters that may name the driver of a database which
	// it opens.
	Opens uint64
	// Checks says what a boolean result tells about an error parameter.
	Checks *ErrCheck
	// Status is the parameter that it answers with, as it is given.
	Status *StatusParam
}

// StatusParam is a parameter that is the status of an answer.
type StatusParam struct {
	Param int
	GRPC  bool
}

// Owned is a result that the caller must release.
type Owned struct {
	Result, Err int // Err is -1 when no error or boolean says that there is none
	Symbol      string
	Release     []string // methods, or "field:Body.Close"
	Also        []string // further methods after which it need not be released
	Fails       []string // methods that release it when they return an error
	Exhausts    bool     // reading to the end releases it
	WithCtx     bool     // so does the end of the context that the call is given
}

// Pass says that a parameter comes back as a result, unless the error or
// boolean that result Err is (-1 for none) says that it was dealt with.
type Pass struct {
	Param, Result, Err int
	Wrap               bool // the result is a struct that has it in a field
}

// ResultContext is a context or request among the results.
type ResultContext struct {
	Result int
	Ctx    Ctx
}

// ParamCall is a function parameter that is called.
type ParamCall struct {
	Param int
	Flags Flags
	Held  []Hold // meanwhile
	// Via is the parameter of an interface's method that it is given to, which
	// may call it; "" when the function itself calls it: see Edge.Via.
	Via string
}

// Wait is what a function of a dependency waits for.
type Wait struct {
	Kind      model.Kind
	Symbol    string
	Input     int // that carries the context; -1 when there is none
	Unbounded bool
}

// ResultReader is a result that reads what is left of inputs.
type ResultReader struct {
	Result int
	Body   Body
}

// Drain is an input that a function reads to its end.
type Drain struct {
	Input    int
	Class    Class
	Inflated bool
}

func (d Drain) compare(e Drain) int {
	inflated := func(d Drain) int {
		if d.Inflated {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(d.Input, e.Input), cmp.Compare(d.Class, e.Class), cmp.Compare(inflated(d), inflated(e)))
}

// AFact marks Shape as a fact.
func (*Shape) AFact() {}

// String is a short form for tests: "noreturn owns(0) waits(db)".
func (s *Shape) String() string {
	var out []string
	if s.NoReturn {
		out = append(out, "noreturn")
	}
	if s.Uses != 0 {
		out = append(out, "uses"+bits(s.Uses))
	}
	if s.Releases != 0 {
		out = append(out, "releases"+bits(s.Releases))
	}
	if s.Acquires {
		out = append(out, "acquires")
	}
	if s.GivesBack {
		out = append(out, "givesback")
	}
	for i, name := range [...]string{"limits", "times", "sizes"} {
		if s.Limits.Has(1 << i) {
			out = append(out, name)
		}
	}
	if s.Caps != 0 {
		out = append(out, "caps"+bits(s.Caps))
	}
	for _, r := range s.Readers {
		out = append(out, fmt.Sprintf("reader(%d)", r.Result))
	}
	for _, d := range s.Drains {
		out = append(out, fmt.Sprintf("drains(%d)", d.Input))
	}
	if s.Keeps != 0 {
		out = append(out, "keeps"+bits(s.Keeps))
	}
	if s.Reads {
		out = append(out, "reads")
	}
	if s.Pauses {
		out = append(out, "pauses")
	}
	if s.Takes != 0 {
		out = append(out, "takes"+bits(s.Takes))
	}
	if s.Disposes {
		out = append(out, "disposes")
	}
	for _, l := range s.Locks {
		out = append(out, fmt.Sprintf("locks(%d%s)", l.Param, l.Path))
	}
	for _, f := range s.Frees {
		out = append(out, fmt.Sprintf("frees(%d%s)", f.Param, f.Path))
	}
	for _, p := range s.Passes {
		out = append(out, fmt.Sprintf("passes(%d)", p.Param))
	}
	for _, o := range s.Owned {
		out = append(out, fmt.Sprintf("owns(%d)", o.Result))
	}
	for _, c := range s.Contexts {
		out = append(out, fmt.Sprintf("context(%d)", c.Result))
	}
	for _, c := range s.Calls {
		out = append(out, fmt.Sprintf("calls(%d)", c.Param))
		for _, h := range c.Held {
			out = append(out, "holds("+h.ID+")")
		}
	}
	for _, w := range s.Waits {
		out = append(out, fmt.Sprintf("waits(%s)", w.Kind))
	}
	for _, a := range s.Asks {
		out = append(out, fmt.Sprintf("asks(%d)", a.Result))
	}
	if s.Opens != 0 {
		out = append(out, "opens"+bits(s.Opens))
	}
	if s.Checks != nil {
		out = append(out, fmt.Sprintf("checks(%d)", s.Checks.Param))
	}
	if s.Status != nil {
		out = append(out, fmt.Sprintf("status(%d)", s.Status.Param))
	}
	return strings.Join(out, " ")
}

func bits(set uint64) string {
	var out []string
	for i := range 64 {
		if set&(1<<i) != 0 {
			out = append(out, fmt.Sprint(i))
		}
	}
	return "(" + strings.Join(out, ",") + ")"
}

// add notes what becomes of a resource that a parameter is. speaks says that
// its type tells that it can be released; of others only what is unusual is
// noted.
func (s *Shape) add(param int, f fate, speaks bool) {
	bit := uint64(1) << param
	switch {
	case f.event == released:
		s.Releases |= bit
	case f.event == escapes && !speaks:
		s.Takes |= bit
	case f.event == nothing && len(f.passes) > 0:
		s.Passes = append(s.Passes, f.passes...)
	case f.event == nothing && speaks:
		s.Uses |= bit
	}
}

// isEmpty reports whether there is nothing to tell callers.
func (s *Shape) isEmpty() bool {
	return !s.NoReturn && s.Uses == 0 && s.Releases == 0 && s.Takes == 0 && len(s.Passes) == 0 && len(s.Locks) == 0 && len(s.Frees) == 0 && !s.Disposes &&
		!s.Acquires && !s.GivesBack && s.Limits == 0 && s.Caps == 0 && len(s.Readers) == 0 && len(s.Drains) == 0 && s.Keeps == 0 && !s.Reads && !s.Pauses && len(s.Owned) == 0 && len(s.Contexts) == 0 &&
		len(s.Calls) == 0 && len(s.Waits) == 0 && len(s.Asks) == 0 && s.Opens == 0 && s.Checks == nil && s.Status == nil
}
