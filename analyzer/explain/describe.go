package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// maxExamples bounds how many of a kind are named.
const maxExamples = 3

// describer puts what is known of one instruction into words.
type describer struct {
	q        *Query
	instr    *summary.Instr
	reported []string // at its place
	comes    bool     // to an operation, through functions of the user's own
	out      []Fact
}

func (d *describer) say(name, format string, args ...any) {
	d.out = append(d.out, Fact{name, fmt.Sprintf(format, args...)})
}

func (d *describer) facts() []Fact {
	if d.instr.Call != nil {
		d.callees()
	}
	for i := range d.instr.Does.Ops {
		d.operation(&d.instr.Does.Ops[i])
	}
	for i := range d.instr.Does.Edges {
		d.passes(&d.instr.Does.Edges[i])
	}
	for _, o := range d.instr.Owes {
		d.say("owes", "%s %s", o.Type, o.Fate)
	}
	d.runs()
	d.holds()
	d.requests()
	d.verdict()
	return d.out
}

// callees says what a call resolves to.
func (d *describer) callees() {
	if len(d.instr.Callees) == 0 {
		d.say("calls", "a function value that comes from elsewhere: not followed")
	}
	for _, t := range d.instr.Callees {
		if t.Key == "" {
			d.say("calls", "%s", t.How)
			continue
		}
		d.say("calls", "%s (%s)", link.Name(t.Key), t.How)
		for _, row := range t.Rows {
			d.say("row", "%s (%s)", short(row), origin(row))
		}
		switch {
		case t.Method:
			d.joined(t)
		case len(t.Rows) > 0:
		case t.Unread:
			d.say("row", "none: it belongs to what the catalogue describes, and is taken not to wait")
		case t.Fact != "":
			d.say("fact", "%s", t.Fact)
		default:
			d.say("fact", "none: it hands on nothing that matters to its callers by itself")
		}
	}
}

// short is a row as it is written, without its note.
func short(row model.Row) string {
	cells := strings.Split(row.String(), "\t")
	cells = slices.DeleteFunc(cells, func(c string) bool { return strings.HasPrefix(c, "note=") })
	return strings.Join(cells, "  ")
}

// origin says whose row it is.
func origin(row model.Row) string {
	if strings.HasPrefix(row.File, "data/") {
		return "built in"
	}
	return fmt.Sprintf("%s:%d", row.File, row.Line)
}

// joined says what an interface's method was joined with.
func (d *describer) joined(t summary.Target) {
	for i := range d.instr.Does.Edges {
		e := &d.instr.Does.Edges[i]
		if e.Method != t.Key {
			continue
		}
		var names []string
		for _, to := range d.q.Whole.Targets(d.instr.In.Key, e) {
			names = append(names, link.Name(to.Key))
		}
		if len(names) == 0 {
			d.say("joined", "with nothing: no implementation was seen in what was analysed, and none is assumed")
			return
		}
		d.say("joined", "with %s", some(names))
		return
	}
	if len(t.Rows) == 0 {
		d.say("joined", "with nothing: the interface is not of your own modules, and the catalogue says nothing of it")
	}
}

// some lists the first few names.
func some(names []string) string {
	if more := len(names) - maxExamples; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:maxExamples], ", "), more)
	}
	return strings.Join(names, ", ")
}

// operation says what the call waits for, computes or builds.
func (d *describer) operation(op *summary.Op) {
	switch op.Class {
	case summary.ClassCPU:
		d.say("computes", "for long: %s", link.Name(op.Symbol))
	case summary.ClassBuild:
		d.say("builds", "what is to be built once and shared: %s", link.Name(op.Symbol))
	case summary.ClassDeadline:
		d.say("deadline", "%s from here on", op.Lasts)
	case summary.ClassRead, summary.ClassUpload, summary.ClassDecode:
		d.say("reads", "what it is given to the end, with no limit here: %s", link.Name(op.Symbol))
	case summary.ClassBlock:
		d.say("waits", "for a channel that others feed")
	case summary.ClassQueue:
		d.say("waits", "for its turn at a channel: %s", op.Symbol)
	case summary.ClassPoll:
		d.say("pauses", "in a loop that nothing leaves when the request ends")
	case summary.ClassHandoff:
		d.say("sends", "while a lock is held, to who may be slow to receive")
	case summary.ClassGrow:
		d.say("keeps", "what it puts under a key that an input chooses: %s", link.Name(op.Symbol))
	case summary.ClassSize:
		d.say("is sized", "by a number that an input chooses: %s", link.Name(op.Symbol))
	case summary.ClassRetry:
		d.say("is retried", "without a limit: %s", link.Name(op.Symbol))
	case summary.ClassAgain:
		d.say("is retried", "a few times, whatever the error is: %s", link.Name(op.Symbol))
	case summary.ClassBackoff:
		d.say("pauses", "between retries, and looks at no context meanwhile")
	case summary.ClassClient:
		d.say("makes", "a client that may wait for ever: %s", strings.TrimSuffix(link.Name(op.Symbol), "{}"))
	case summary.ClassSend: // its wait is an operation of its own
	default:
		d.say("waits", "for %s", op.Kind)
		d.context(op)
		d.bound(op)
	}
}

func (d *describer) context(op *summary.Op) {
	if op.NoContext {
		if op.Variant != "" {
			d.say("context", "takes none; %s does", link.Name(op.Variant))
		} else {
			d.say("context", "takes none, and has no sibling that does")
		}
		return
	}
	d.provenance(op.Ctx)
}

// passes says which contexts a call of a function of the user's own gives it,
// and what that function comes to.
func (d *describer) passes(e *summary.Edge) {
	for _, a := range e.Args {
		d.provenance(a.Ctx)
	}
	keys := []string{e.Callee}
	if e.Method != "" {
		keys = nil
		for _, t := range d.q.Whole.Targets(d.instr.In.Key, e) {
			keys = append(keys, t.Key)
		}
	}
	var waits []string
	for _, key := range keys {
		for _, op := range d.q.Whole.Waits(key) {
			if name := fmt.Sprintf("%s at %s", link.Name(op.Symbol), op.Pos); !slices.Contains(waits, name) {
				waits = append(waits, name)
			}
		}
	}
	if len(waits) > 0 {
		d.comes = true
		d.say("comes to", "%s", some(waits))
	}
}

// provenance says where a context comes from.
func (d *describer) provenance(c summary.Ctx) {
	end := ""
	switch c.Deadline {
	case summary.HasDeadline:
		end = ", with a deadline"
	case summary.MaybeDeadline:
		end = ", maybe with a deadline"
	}
	switch c.Kind {
	case summary.CtxNever:
		d.say("context", "of %s, which never ends%s", c.Made, end)
	case summary.CtxRequest:
		d.say("context", "of the request%s", end)
	case summary.CtxInput:
		d.say("context", "%s, given to the function%s", d.input(c.Input), end)
		d.givers(c.Input)
	default:
		d.say("context", "not known where it comes from%s", end)
	}
}

func (d *describer) input(i int) string {
	if i < len(d.instr.Inputs) {
		return d.instr.Inputs[i]
	}
	return "an input"
}

// givers says who gives an input its contexts.
func (d *describer) givers(input int) {
	origins := d.q.Whole.Origins(d.instr.In.Key, input)
	for _, o := range origins[:min(len(origins), maxExamples)] {
		name := link.Name(o.Key)
		switch {
		case o.Ctx.Kind == summary.CtxRequest && o.Ctx.Deadline == summary.NoDeadline:
			d.say("", "it is the request's, from %s%s", name, kindOfRoot(d.q.Whole.Root(o.Key)))
		case o.Ctx.Deadline == summary.HasDeadline:
			d.say("", "%s sets a deadline (%s)", name, o.Pos)
		case o.Ctx.Outlives():
			d.say("", "%s gives it that of %s, which never ends (%s)", name, o.Ctx.Made, o.Pos)
		default:
			d.say("", "%s gives it one that comes from an unknown place (%s)", name, o.Pos)
		}
	}
	if more := len(origins) - maxExamples; more > 0 {
		d.say("", "and %d more", more)
	}
	if len(origins) == 0 {
		d.say("", "nobody gives it one in what was analysed")
	}
}

// bound says what ends a wait besides its context.
func (d *describer) bound(op *summary.Op) {
	byDefault := ""
	for _, t := range d.instr.Callees {
		for _, row := range t.Rows {
			if w, ok := row.Entry.(*model.Wait); ok && w.DefaultBound != "" {
				byDefault = "; by default: " + w.DefaultBound
			}
		}
	}
	switch op.Bounded {
	case summary.Bounded:
		d.say("bound", "ended by the client, the driver or an argument%s", byDefault)
	case summary.Unbounded:
		d.say("bound", "none: the client has no timeout")
	default:
		d.say("bound", "none that is seen here%s", byDefault)
	}
}

// runs says how the call runs, when that is not simply once, now.
func (d *describer) runs() {
	flags := d.instr.Flags
	for i := range d.instr.Does.Ops {
		flags |= d.instr.Does.Ops[i].Flags
	}
	for _, f := range []struct {
		flag summary.Flags
		how  string
	}{
		{summary.Async, "in a goroutine that nobody waits for"},
		{summary.Deferred, "deferred"},
		{summary.Cleanup, "after the context is known to be over"},
		{summary.Once, "once for all calls"},
		{summary.Kept, "and what it makes is kept for later requests"},
		{summary.Guarded, "while a permit or a lock limits how many run at once"},
	} {
		if flags.Has(f.flag) {
			d.say("runs", "%s", f.how)
		}
	}
}

// holds says what the function holds meanwhile that others wait for.
func (d *describer) holds() {
	for _, h := range d.instr.Does.Holds {
		switch {
		case h.Via != "":
			method, _ := program.ParamOf(h.Via)
			d.say("holds", "the connection that %s may hold while it calls this, since %s", link.Name(method), h.Pos)
		case h.Kind == summary.HoldConn:
			d.say("holds", "a connection of a pool: %s, since %s", link.Name(h.Symbol), h.Pos)
		case h.ID != "":
			d.say("holds", "the lock %s, since %s", link.LockName(h.ID), h.Pos)
		}
	}
}

// requests says which roots reach the function.
func (d *describer) requests() {
	verb := "come here from"
	roots, _ := d.q.Whole.Entries(d.instr.In.Key)
	if len(roots) == 0 {
		verb = "start this, and do not wait for it, from"
		roots = d.q.Whole.Starters(d.instr.In.Key)
	}
	if len(roots) == 0 {
		d.say("requests", "none comes here in what was analysed")
		return
	}
	var names []string
	for _, r := range roots {
		names = append(names, link.Name(r)+kindOfRoot(d.q.Whole.Root(r)))
	}
	d.say("requests", "%s %s", verb, some(names))
}
