// Package summary says what each function of a package may do, in terms of its
// own inputs: which operations it waits for and under which context, what it
// calls and with what, and what it does to resources that it is given or
// returns.
//
// It goes in as SSA and comes out as plain data: a Node for each function,
// which is a vertex of the graph that package link joins, and a Shape, which is
// the fact that callers in other packages import. Both are computed bottom-up;
// a recursive function is computed until nothing changes.
//
// Missed: reflection, assembly, and values that travel through maps, channels
// and interfaces other than by a call.
package summary

import (
	"time"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Node is one function of the user's own modules: a vertex of the graph.
type Node struct {
	Key  string // "(*example.com/x/store.Orders).Find", "example.com/x/api.Get$1"
	Pos  witness.Pos
	Root program.RootKind
	// HasContext says that the function is given a context or a request, so
	// that it need not make one of its own.
	HasContext bool
	// Asked are the inputs of a root that come with the request.
	Asked Inputs
	// Requests are the inputs that are, or lead to, an HTTP request, and Carrier
	// is the package of the type of the first of them.
	Requests Inputs
	Carrier  string
	// Limits are what middleware sets before a root. Open says that this is not
	// known yet: another package registers it.
	Limits Limits
	Open   bool
	// Given are the inputs of a root that are made for each request: those that
	// come with it, and contexts.
	Given Inputs
	// Marshals names what a function serializes for, as MarshalJSON, "" for all
	// others.
	Marshals string
	// Calls is the set of function parameters of a method that it calls before
	// it returns.
	Calls Inputs
	Lends []Lent
	// Owns is the set of results of a method that its caller must close, and
	// Pendings are what it does not close itself of such results.
	Owns     Inputs
	Pendings []Pending
	Holds    []Hold
	Turns    []Turn
	Ends     []End
	Ops      []Op
	Edges    []Edge
	Uses     []Use
	Serials  []Serial
	Outcomes []Outcome
}

// Flags say how an operation or a call runs.
type Flags uint32

const (
	Async       Flags = 1 << iota // in another goroutine, not waited for
	Deferred                      // in a deferred call
	Cleanup                       // after the context is known to be over
	Once                          // amortised: once for all calls
	Guarded                       // while a permit or lock limits how many run at once
	Kept                          // what it makes is kept for later requests
	Message                       // for each message that a broker delivers
	Endless                       // again until it succeeds, without a limit
	PerJob                        // in a goroutine for each job that an endless loop takes
	Over                          // under a context that is known to be over
	Succeeded                     // in a literal, only where an error is nil
	Harmless                      // loses nothing when its context is over
	Minor                         // of a wait: it stalls nobody but this request, or not for long
	KDF                           // it computes a key from a password
	Inflated                      // of data that is compressed
	Lazy                          // where what it makes is kept was found empty
	Returned                      // what it makes is, or is part of, what the function returns
	Attended                      // in another goroutine, which some other function may wait for
	Starts                        // in a goroutine of its own, waited for or not
	Recovers                      // a panic in the goroutine is recovered there
	Permitted                     // while something limits how many such goroutines there are
	Few                           // of a call that starts goroutines in a loop: a constant says how many, or they share what there is to do
	Moderate                      // it computes for a few milliseconds
	Reads                         // of a wait: it changes nothing where it goes
	Final                         // of a wait: it ends something that the process has one of
	First                         // where a variable says that it was not done yet, which is set then
	Connects                      // of a build: what it makes has connections to what it is given the address of
	Contextless                   // where the context that the function is given is nil
	Repeated                      // of a call: it stands in a loop
	Ordered                       // lazy, and stored where nobody else reads or writes meanwhile
)

// Has reports whether any of the flags in g is set.
func (f Flags) Has(g Flags) bool { return f&g != 0 }

// Class says what an operation does.
type Class uint8

const (
	ClassWait     Class = iota // waits for something outside
	ClassBlock                 // waits for a channel that others feed
	ClassCPU                   // computes for long
	ClassBuild                 // builds what is to be built once and shared
	ClassPoll                  // pauses in a loop that nothing leaves when the request ends
	ClassRetry                 // is done again until it succeeds, without a limit
	ClassBackoff               // pauses between retries, whatever the context says
	ClassMake                  // makes a struct with a lock in it
	ClassPause                 // waits inside the program while something is held
	ClassSize                  // is as large, as deep or as often as some input says
	ClassDeadline              // sets a constant deadline, of seconds or more
	ClassRead                  // reads all that a reader or a request has
	ClassUpload                // reads a form with files, which it puts on disk
	ClassDecode                // decodes a document of any size
	ClassClient                // makes a client that may wait for ever
	ClassSend                  // waits for a peer, through a client that may be one of those
	ClassOrphan                // starts a goroutine that may wait for it for ever
	ClassGrow                  // puts a value under a key that stays there
	ClassHandoff               // sends, while something is held, to who may be slow to receive
	ClassAgain                 // is done again a few times, whatever the error is
	ClassQueue                 // waits for the other end of a channel
)

// IsRead reports whether operations of the class read to the end.
func (c Class) IsRead() bool { return c == ClassRead || c == ClassUpload || c == ClassDecode }

// Op is something that the catalogue, a fact or the language says takes long.
type Op struct {
	Class  Class
	Symbol string // "(*database/sql.DB).Query"
	Kind   model.Kind
	Pos    witness.Pos
	Flags  Flags
	// Cost is what building once for every request costs.
	Cost Cost
	// Lasts is the deadline that is set.
	Lasts time.Duration
	// From is the set of inputs that the operation's arguments derive from; of
	// one that reads, those whose data it reads.
	From Inputs
	// Ctx is the context that ends the wait; nothing does when NoContext is set.
	Ctx       Ctx
	NoContext bool
	// Variant is the sibling that takes a context, "" if there is none; of a
	// client, what would give it a timeout.
	Variant string
	// Bounded says that the client or the driver ends the wait by itself. When
	// that is not known, On is the slot that the client is kept in, if any.
	Bounded Bound
	On      string
	// Held is the set of the node's holds that are held meanwhile, and Turns that
	// of its turns that it is part of.
	Held, Turns uint64
	// Pool names what a call on a database or cache takes its connection from.
	Pool string
	// Peer is the struct with the connection, to one peer, that it waits on;
	// AnyPeer when that is not known, "" when it is no single connection.
	Peer string
	// Into is the set of inputs that something lazily made becomes part of.
	Into Inputs
	// Clients name the client that is made, or those that may be used.
	Clients []string
	// Ignored lists the rules that a directive silences here.
	Ignored []string
}

// Cost is what it costs to build for every request what could be shared.
type Cost uint8

const (
	CostWork  Cost = iota // what never changes is prepared again
	CostReuse             // its connections serve one request, and are closed
	CostLeak              // its connections or goroutines outlive the request
)

// Bound says whether something other than the context ends a wait.
type Bound uint8

const (
	BoundUnknown Bound = iota
	Unbounded
	Bounded
)

// Edge is a call of a function that is itself a node, or of an interface
// method or a function value, which linking follows to what it may be.
type Edge struct {
	Callee string // key of the node, "" when linking finds it
	Method string // key of the interface method: "(example.com/x.Repo).Find"
	// Instance is what the interface that declares Method is instantiated with,
	// as [program.Instance] says.
	Instance string
	Slot     string // where the interface or function value came from, "" if unknown
	Pos      witness.Pos
	Flags    Flags
	Args     []Arg
	// Into is that of [Op]; Fresh are the inputs of the callee that the caller
	// made itself.
	Into, Fresh Inputs
	// Clients are the clients that the call gives to inputs of its callee.
	Clients []ClientArg
	// Needs say which of the caller's inputs each input of the callee derives from.
	Needs []Need
	// Bodies say whose data the inputs of the callee have still to be read.
	Bodies []Given
	// Each is the set of inputs that decide how many goroutines are started here.
	Each Inputs
	// Same say which inputs of the callee are inputs of the caller, of those that
	// are over when a request is.
	Same []Same
	// Dynamic says how a function value was followed here, "" for a static call.
	Dynamic string
	// Via is the parameter of an interface's method that Callee is given to, as
	// ParamSlot names it: what implements the method may call it.
	Via string
	// Held and Turns are those of [Op].
	Held, Turns uint64
	// Gives is the set of held connections that the callee is given to work on.
	Gives   uint64
	Ignored []string
}

// Inputs is a set of inputs, numbered as in Ctx. Contexts are never in it:
// they say nothing of what a request asks for.
type Inputs uint64

// Foreign marks what derives from data that was read at run time, such as a
// tenant's settings.
const Foreign Inputs = 1 << 63

// Element marks what derives from one of several things that are kept, such as
// the address of a host that is looked after: each has connections of its own.
const Element Inputs = 1 << 62

// Need says that an input of a callee derives from inputs of the caller, and
// which of these choose the numbers in it without a limit. Listed says that it is
// a list that is written down, as long as it says.
type Need struct {
	Input  int
	From   Inputs
	Asks   Inputs
	Listed bool
}

// Given says that an input of a callee has the data of inputs of the caller.
type Given struct {
	Input int
	Body  Body
}

// ClientArg names the slots and clients that a call gives to one input of its
// callee.
type ClientArg struct {
	Input int
	From  []string
}

// Same says that an input of a callee is an input of the caller.
type Same struct {
	Input, From int
}

// Arg is the context that a call gives to one input of its callee.
type Arg struct {
	Input int
	Ctx   Ctx
}

// Use is something that a function does with an input which belongs to a
// request and is over when the request is.
type Use struct {
	Input   int
	Kind    UseKind
	Symbol  string // what is called, or the type of the input
	Pos     witness.Pos
	Flags   Flags
	Ignored []string
}

// UseKind says what a function does with such an input.
type UseKind uint8

const (
	UseWait   UseKind = iota // waits under the context: the wait fails
	UseCall                  // gives the context to a function that nobody knows
	UseEnd                   // listens for the end of the context
	UseReused                // uses a value that its framework reuses for other requests
	UseWriter                // writes the response
	UseBody                  // reads the body of the request
	UseClosed                // uses what the function that starts the goroutine closes
)

// CtxKind says what ends a context.
type CtxKind uint8

const (
	CtxUnknown CtxKind = iota
	CtxNever           // nothing: Background, TODO, WithoutCancel
	CtxInput           // whatever ends the input that it derives from
	CtxRequest         // the end of the request
	CtxSlot            // whatever ends the context that is kept in the slot Made
)

// Deadline says whether a context has a deadline of its own.
type Deadline uint8

const (
	NoDeadline Deadline = iota
	HasDeadline
	MaybeDeadline
)

// Ctx is the provenance of a context: what ends it, and whether a deadline was
// added on the way. Inputs are numbered by the function's parameters, receiver
// first, then its captured variables.
type Ctx struct {
	Kind     CtxKind
	Input    int
	Deadline Deadline
	// Made names the function that made a context that never ends, or a slot.
	Made string
}

// OfProcess names what makes a context that ends with the process only: for a
// request that is never, for what the process starts and stops it is not.
const OfProcess = "signal.NotifyContext"

// Endless reports whether nothing ever ends the context.
func (c Ctx) Endless() bool { return c.Outlives() && c.Made != OfProcess }

// Outlives reports whether nothing ends the context as long as the process serves.
func (c Ctx) Outlives() bool { return c.Kind == CtxNever && c.Deadline == NoDeadline }

// Slot is the slot that the context is read from, "" if it is none.
func (c Ctx) Slot() string {
	if c.Kind == CtxSlot {
		return c.Made
	}
	return ""
}

// join is the provenance of a value that is c on one path and d on another:
// what both agree on. It is commutative, associative and idempotent, with
// CtxUnknown as its top.
func (c Ctx) join(d Ctx) Ctx {
	out := c
	if c.Kind != d.Kind || c.Input != d.Input || c.Kind == CtxSlot && c.Made != d.Made {
		out.Kind, out.Input, out.Made = CtxUnknown, 0, ""
	}
	if c.Deadline != d.Deadline {
		out.Deadline = MaybeDeadline
	}
	out.Made = min(out.Made, d.Made)
	return out
}
