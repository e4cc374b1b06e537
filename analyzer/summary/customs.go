package summary

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/program"
)

// Some functions do more, or less, to an argument than its type tells. The
// number is that of the parameter, receiver first.
var (
	// takeOver close what they are given as an io.Reader, if it can be closed.
	takeOver = map[string]int{
		"net/http.NewRequest":                                     2,
		"net/http.NewRequestWithContext":                          3,
		"net/http.Post":                                           2,
		"(*net/http.Client).Post":                                 3,
		"(*github.com/valyala/fasthttp.Response).SetBodyStream":   1,
		"(*github.com/valyala/fasthttp.Request).SetBodyStream":    1,
		"(*github.com/valyala/fasthttp.RequestCtx).SetBodyStream": 1,
		"(*github.com/gofiber/fiber/v2.Ctx).SendStream":           1,
		"(github.com/gofiber/fiber/v3.Ctx).SendStream":            1,
	}
	// onlyUse leave what they are given to their caller, though they could
	// close it.
	onlyUse = map[string]int{
		"net/http/httputil.DumpResponse":    0,
		"net.FileConn":                      0,
		"net.FileListener":                  0,
		"net.FilePacketConn":                0,
		"(*database/sql.Tx).Stmt":           1,
		"(*database/sql.Tx).StmtContext":    2,
		"(*net/http.Response).Write":        0,
		"(*net/http.Response).Cookies":      0,
		"(*net/http.Response).Location":     0,
		"(*net/http.Response).ProtoAtLeast": 0,
	}
)

// customs is what a function of one of the tables does to an argument.
func (b *builder) customs(callee program.Callee, param int) (event, bool) {
	if callee.Func == nil {
		return nothing, false
	}
	key := program.Key(callee.Func)
	if i, ok := takeOver[key]; ok && i == param {
		return escapes, true
	}
	if i, ok := onlyUse[key]; ok && i == param {
		return nothing, true
	}
	return nothing, false
}

// readerOf is what a call returns that goes on reading or writing v, nil if
// there is none: bufio.NewReader(f), log.New(f, …). What leaves the function
// in such a thing has left it. With again, v is such a thing already.
func (b *builder) readerOf(call *ssa.Call, v ssa.Value, again bool) ssa.Value {
	c := call.Common()
	name := ""
	for _, callee := range b.prog.Callees(call) {
		if callee.Func != nil {
			name = callee.Func.Name()
		}
	}
	if !strings.HasPrefix(name, "New") && !strings.HasSuffix(name, "Reader") && !strings.HasSuffix(name, "Writer") && !strings.HasSuffix(name, "Closer") {
		return nil
	}
	if !slices.Contains(c.Args, v) && !slices.Contains(variadicCalls(v), call) || v == receiver(c) || !again && !isStream(v.Type()) {
		return nil
	}
	if result := resultOf(call, 0); result != nil && (again || goesOn(result.Type(), isWriter(v.Type()))) {
		return result
	}
	return nil
}

// growVariadic adds what goes on reading or writing v when v is a variadic
// argument, as io.MultiWriter does.
func (t *tracker) growVariadic(v ssa.Value) {
	for _, call := range variadicCalls(v) {
		t.growReader(t.b.readerOf(call, v, false), false)
	}
}

// variadicCalls are the calls that v is a variadic argument of.
func variadicCalls(v ssa.Value) []*ssa.Call {
	var out []*ssa.Call
	for _, ref := range program.Refs(v) {
		s, ok := ref.(*ssa.Store)
		if !ok || s.Val != v {
			continue
		}
		ia, ok := s.Addr.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		arr, ok := ia.X.(*ssa.Alloc)
		if !ok || !isVariadic(arr) {
			continue
		}
		for _, use := range program.Refs(arr) {
			if sl, ok := use.(*ssa.Slice); ok {
				for _, user := range program.Refs(sl) {
					if call, ok := user.(*ssa.Call); ok {
						out = append(out, call)
					}
				}
			}
		}
	}
	return out
}

// isStream reports whether a value is read from or written to.
func isStream(t types.Type) bool { return program.HasMethod(t, "Read") || isWriter(t) }

func isWriter(t types.Type) bool { return program.HasMethod(t, "Write") }

// goesOn reports whether a value made from a stream reads it later: a parsed
// document does not, a scanner does.
func goesOn(t types.Type, writer bool) bool {
	if program.HasMethod(t, "Read") || program.HasMethod(t, "Decode") || program.HasMethod(t, "Scan") || program.HasMethod(t, "Next") || program.HasMethod(t, "Close") {
		return true
	}
	if _, isPtr := t.Underlying().(*types.Pointer); isPtr && writer {
		return true
	}
	return writer && types.IsInterface(t)
}
