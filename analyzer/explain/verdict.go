package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// verdict says what is reported here and, of each operation of which nothing can
// be, why not.
func (d *describer) verdict() {
	for _, text := range d.reported {
		d.say("reported", "%s", text)
	}
	for _, rule := range d.ignored() {
		d.say("silent", "a comment //stallcheck:ignore %s is here", rule)
	}
	if d.instr.Generated {
		d.say("silent", "the file is generated: nobody could act on what is found in it")
		return
	}
	open := false
	for i := range d.instr.Does.Ops {
		if d.instr.Does.Ops[i].Class == summary.ClassSend {
			continue // its wait is an operation of its own
		}
		why := d.whyNot(&d.instr.Does.Ops[i])
		if why != "" {
			d.say("silent", "%s", why)
		}
		open = open || why == ""
	}
	for i := range d.instr.Does.Holds {
		if why := d.whyHeld(&d.instr.Does.Holds[i]); why != "" {
			d.say("silent", "%s", why)
		}
	}
	light := d.light()
	switch {
	case len(d.reported) > 0 || len(d.ignored()) > 0:
	case light != "":
		d.say("silent", "%s", light)
	case open:
		d.say("silent", "it is reported with another of the same function, or not at all: no condition for silence is known")
	case len(d.instr.Does.Ops) == 0 && len(d.instr.Owes) == 0 && !d.comes:
		d.say("silent", "nothing here is known to take long, and nothing is acquired")
	}
}

// whyHeld is why nothing is reported of a wait under a lock, "" when something
// is, or nothing here waits for something outside.
func (d *describer) whyHeld(h *summary.Hold) string {
	waits := d.comes
	for _, op := range d.instr.Does.Ops {
		outside := op.Class == summary.ClassWait && op.Kind.Outside()
		if outside && op.Peer != "" && (op.Peer == summary.AnyPeer || op.Peer == h.Owner || slices.Contains(h.Parts, op.Peer)) {
			return "the lock: it keeps the users of one peer apart, which is what is waited for"
		}
		waits = waits || outside
	}
	if h.Kind != summary.HoldLock || !waits || slices.ContainsFunc(d.reported, func(s string) bool { return strings.HasPrefix(s, link.LockedRule+":") }) {
		return ""
	}
	switch shared, wanted := d.q.Whole.Shares(d.instr.In.Key, h); {
	case !shared:
		return "the lock: it belongs to one request"
	case !wanted:
		return "the lock: no request waits for it"
	}
	return ""
}

// light is why a row about computing or building is nobody's business, "" when
// there is none or it is somebody's.
func (d *describer) light() string {
	if slices.ContainsFunc(d.instr.Does.Ops, func(op summary.Op) bool { return op.Class == summary.ClassCPU || op.Class == summary.ClassBuild }) {
		return ""
	}
	for _, t := range d.instr.Callees {
		for _, row := range t.Rows {
			switch e := row.Entry.(type) {
			case *model.CPU:
				return fmt.Sprintf("the computing: %s work of class %s is not reported", e.Weight, e.Class)
			case *model.Client:
				return fmt.Sprintf("the building: per_request=%s is not reported, nor what costs little as it is used here", e.PerRequest)
			}
		}
	}
	return ""
}

// ignored are the rules that comments silence here.
func (d *describer) ignored() []string {
	seen := make(map[string]bool)
	var out []string
	add := func(rules []string) {
		for _, r := range rules {
			if !seen[r] {
				seen[r] = true
				out = append(out, r)
			}
		}
	}
	for _, op := range d.instr.Does.Ops {
		add(op.Ignored)
	}
	for _, e := range d.instr.Does.Edges {
		add(e.Ignored)
	}
	return out
}

// whyNot is why nothing is reported of an operation, "" when only a comment
// can be why.
func (d *describer) whyNot(op *summary.Op) string {
	if op.Class == summary.ClassWait {
		if slices.ContainsFunc(d.instr.Does.Ops, func(o summary.Op) bool { return o.Class == summary.ClassBlock }) {
			return "" // the same wait, which has an answer of its own
		}
		if why := d.whyNoWait(op); why != "" {
			return "the wait: " + why
		}
		return ""
	}
	if op.Class == summary.ClassClient {
		if len(d.reported) > 0 {
			return ""
		}
		return "the client: no request waits for it without a deadline, or it may get a timeout on its way"
	}
	if op.Class == summary.ClassQueue && d.q.Whole.IsServed(d.instr.In.Key, op) {
		return "the turn: the other end of the channel is not known to wait for something that nothing ends"
	}
	what := map[summary.Class]string{summary.ClassBlock: "the wait: ", summary.ClassQueue: "the turn: ", summary.ClassCPU: "the computing: ", summary.ClassBuild: "the building: ",
		summary.ClassPoll: "the loop: ", summary.ClassGrow: "the key: ", summary.ClassSize: "the size: ", summary.ClassRetry: "the retries: ", summary.ClassAgain: "the retries: ", summary.ClassBackoff: "the retries: ", summary.ClassDeadline: "the deadline: "}[op.Class]
	switch {
	case op.Flags.Has(summary.Once):
		return what + "it is done once for all requests"
	case op.Flags.Has(summary.Kept) && op.Class == summary.ClassBuild:
		return what + "what it makes is kept"
	case op.Flags.Has(summary.Guarded) && op.Class == summary.ClassCPU:
		return what + "a permit or a lock limits how many run at once"
	case op.From&summary.Foreign != 0:
		return what + "it depends on data that is read at run time"
	case d.q.Whole.Reaches(d.instr.In.Key, op):
		return ""
	case len(d.q.Whole.Starters(d.instr.In.Key)) == 0:
		return what + "no request comes here"
	case op.Class == summary.ClassGrow:
		return what + "no request chooses it, or something takes keys out"
	default:
		return what + "it depends on what the request asks for, or a limit is on every way to it"
	}
}

// whyNoWait is why a wait is taken to end, or to be nobody's business.
func (d *describer) whyNoWait(op *summary.Op) string {
	switch {
	case !op.Kind.Outside():
		return "the program itself ends it, or it is local"
	case op.Kind == model.KindSleep:
		return "it ends by itself"
	case op.Bounded == summary.Bounded:
		return "it is bounded without a context"
	case op.Kind == model.KindHTTP && op.Bounded == summary.BoundUnknown:
		return "the client may have a timeout"
	case op.NoContext && op.Variant == "":
		return "there is no sibling that takes a context"
	case !op.NoContext && op.Ctx.Kind == summary.CtxUnknown:
		return "its context may end"
	case !op.NoContext && op.Ctx.Deadline != summary.NoDeadline:
		return "its context has a deadline, or may have one"
	case op.Flags.Has(summary.Async):
		return "no request waits for the goroutine"
	case op.Flags.Has(summary.Cleanup):
		return "the context is over, and cannot be used"
	case !op.NoContext && op.Ctx.Kind == summary.CtxRequest:
		return "its context ends with the request"
	case !op.NoContext && op.Ctx.Kind == summary.CtxInput:
		return d.whyNotGiven(op.Ctx.Input)
	}
	return d.whyUnreached(op)
}

// whyNotGiven is why nothing is reported of a wait under a context that the
// function is given: what matters is who gives it.
func (d *describer) whyNotGiven(input int) string {
	origins := d.q.Whole.Origins(d.instr.In.Key, input)
	requests := 0
	for _, o := range origins {
		if o.Ctx.Outlives() {
			return fmt.Sprintf("its context is somebody else's, and the place to look at is where it is given one that never ends: %s, %s",
				link.Name(o.Key), o.Pos)
		}
		if o.Ctx.Kind == summary.CtxRequest {
			requests++
		}
	}
	if len(origins) > 0 && requests == len(origins) {
		return "its context ends with the request"
	}
	return "its context ends when whoever gives it says so"
}

// whyUnreached is why nothing is reported of a wait that nothing ends.
func (d *describer) whyUnreached(op *summary.Op) string {
	roots, _ := d.q.Whole.Entries(d.instr.In.Key)
	given := d.q.Whole.IsGivenContext(d.instr.In.Key)
	switch {
	case len(roots) == 0 && !given:
		return "no request comes here, and the function is given no context"
	case len(roots) == 0 && op.Flags.Has(summary.Deferred):
		return "it is deferred, and no request comes here"
	}
	return ""
}
