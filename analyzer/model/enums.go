package model

// RowKind is the first word of a row.
type RowKind uint8

// The kinds of rows, in the order in which files sort them.
const (
	RowBound RowKind = iota + 1
	RowCallback
	RowClient
	RowCPU
	RowHandler
	RowInput
	RowLocal
	RowNoReturn
	RowPool
	RowProvider
	RowRead
	RowResource
	RowSize
	RowStatus
	RowStore
	RowWait
)

const rowKinds names = "bound|callback|client|cpu|handler|input|local|noreturn|pool|provider|read|resource|size|status|store|wait"

func (k RowKind) String() string      { return rowKinds.of(uint8(k)) }
func (k *RowKind) set(s string) error { return setName(k, rowKinds, s) }

// Kind is what a [Wait] waits for.
type Kind uint8

// What calls wait for.
const (
	KindHTTP Kind = iota + 1
	KindDB
	KindSQL     // a database by a driver that the program chooses
	KindLocalDB // one that the process has itself
	KindCache
	KindQueue
	KindRPC // any other request and answer, mail and LDAP included
	KindDNS
	KindDial
	KindNet // raw reads and writes
	KindFS
	KindExec
	KindSleep
	KindLock
	KindChan
)

const kinds names = "http|db|sql|localdb|cache|queue|rpc|dns|dial|net|fs|exec|sleep|lock|chan"

func (k Kind) String() string      { return kinds.of(uint8(k)) }
func (k *Kind) set(s string) error { return setName(k, kinds, s) }

// ParseKind reads the name of a kind.
func ParseKind(s string) (k Kind, err error) {
	err = k.set(s)
	return k, err
}

// Outside reports whether the wait is for something outside the program: every
// kind but locks and channels, which the program's own goroutines end, and
// files, which are local as a rule, those of databases too.
func (k Kind) Outside() bool {
	return k != 0 && k != KindLock && k != KindChan && k != KindFS && k != KindLocalDB
}

// IsDatabase reports whether the wait is for a database, wherever that is.
func (k Kind) IsDatabase() bool { return k == KindDB || k == KindSQL || k == KindLocalDB }

// Class is what a [CPU] row computes.
type Class uint8

// What calls compute.
const (
	ClassKDF Class = iota + 1
	ClassAsymmetricKey
	ClassImage
	ClassCompress
	ClassArchive
	ClassDocument
	ClassRegexCompile
	ClassTemplateParse
	ClassParseUnbounded
	ClassHashStream
	ClassSort
	ClassRuntime
)

const classes names = "kdf|asymmetric-key|image|compress|archive|pdf/xlsx|regex-compile|template-parse|parse-unbounded|" +
	"hash-stream|sort|runtime"

func (c Class) String() string      { return classes.of(uint8(c)) }
func (c *Class) set(s string) error { return setName(c, classes, s) }

// Weight is what one call of a [CPU] row costs on ordinary input.
type Weight uint8

// Weights.
const (
	WeightHeavy  Weight = iota + 1 // 10 ms and more, or as much as a parameter of the request says
	WeightMedium                   // 0.1 to 10 ms
	WeightLight                    // less
)

const weights names = "heavy|medium|light"

func (w Weight) String() string      { return weights.of(uint8(w)) }
func (w *Weight) set(s string) error { return setName(w, weights, s) }

// PerRequest is what building a [Client] for every request does.
type PerRequest uint8

// What building a client for every request does.
const (
	PerRequestLeak   PerRequest = iota + 1 // its connections or goroutines outlive it, or are never shared
	PerRequestSlow                         // network I/O, files, a handshake, or heavy preparation
	PerRequestCheap                        // not a finding by itself
	PerRequestNormal                       // customary, never a finding
)

const perRequests names = "leak|slow|cheap|normal"

func (p PerRequest) String() string      { return perRequests.of(uint8(p)) }
func (p *PerRequest) set(s string) error { return setName(p, perRequests, s) }

// Duty is what the owner of a [Resource] must do.
type Duty uint8

// Duties.
const (
	DutyLeak    Duty = iota + 1 // release it on every path, or something stays
	DutyLock                    // unlock it
	DutyPermit                  // give it back
	DutyProcess                 // built once and closed at shutdown: a missing release where it is built says nothing
	DutyNone                    // listed for information
)

const duties names = "leak|lock|permit|process|none"

func (d Duty) String() string      { return duties.of(uint8(d)) }
func (d *Duty) set(s string) error { return setName(d, duties, s) }

// HandlerKind is the part that a [Handler] row plays.
type HandlerKind uint8

// Ways in which requests enter.
const (
	HandlerFuncSignature HandlerKind = iota + 1 // a type of functions that are handlers
	HandlerMethod                               // an interface method that handlers implement
	HandlerRegistration                         // a call that registers handlers
	HandlerMiddleware                           // a function from handler to handler
	HandlerServer                               // a call that starts serving
	HandlerService                              // a call that registers every method of a value
	HandlerConsumer                             // a call or type that receives messages
	HandlerOption                               // an option of a server
	HandlerContext                              // a call that returns a request's context
	HandlerDescriptor                           // a table of handlers, generated
	HandlerUpgrade                              // a call that takes the connection over
	HandlerRequestOption                        // an option of one request
	HandlerJob                                  // a call that registers what runs on a schedule, for no request
	HandlerEntry                                // a function or method that requests enter, whatever calls it
	HandlerRouter                               // a call that makes a router or server of HTTP that handlers are registered with
	HandlerReused                               // a type of values that are reused for other requests
	HandlerEndless                              // a type whose context, or which as a context, never ends by itself
	HandlerDiagnostics                          // a handler, or what makes one, that shows profiles or metrics of the program
)

const handlerKinds names = "handler-func signature|interface method|registration call|middleware shape|server entry|" +
	"service registration|consumer|option|request context|descriptor|upgrade|request option|job registration|entry|router|reused value|endless context|diagnostics"

func (k HandlerKind) String() string      { return handlerKinds.of(uint8(k)) }
func (k *HandlerKind) set(s string) error { return setName(k, handlerKinds, s) }

// Bounds is what a [Bound] row bounds.
type Bounds uint8

// What is bounded.
const (
	BoundsTime Bounds = iota + 1
	BoundsConcurrency
	BoundsSize
	BoundsRetries
	BoundsRate
	BoundsNone        // often taken for a bound, and is not one
	BoundsRemovesTime // takes a time bound away
)

const boundsNames names = "time|concurrency|size|retries|rate|none|removes-time"

func (b Bounds) String() string      { return boundsNames.of(uint8(b)) }
func (b *Bounds) set(s string) error { return setName(b, boundsNames, s) }

// Scope is what a [Bound] holds for.
type Scope uint8

// Scopes.
const (
	ScopeCall Scope = iota + 1
	ScopeHandler
	ScopeServer
	ScopeProcess
)

const scopes names = "call|handler|server|process"

func (s Scope) String() string         { return scopes.of(uint8(s)) }
func (s *Scope) set(name string) error { return setName(s, scopes, name) }

// Mode is how a [Callback] is called.
type Mode uint8

// Modes.
const (
	ModeSync       Mode = iota + 1 // once, before the call returns
	ModePerElement                 // any number of times, before the call returns
	ModeOnce                       // at most once for all calls
	ModeRetried                    // again until it succeeds, gives up or is stopped
	ModeAsync                      // in another goroutine
	ModeBounded                    // in another goroutine, with a limit on how many run at once
	ModeDeferred                   // kept, and called later
)

const modes names = "sync|per-element|once|retried|async|bounded|deferred"

func (m Mode) String() string      { return modes.of(uint8(m)) }
func (m *Mode) set(s string) error { return setName(m, modes, s) }

// Holding is what a callee holds while it calls a [Callback]; 0 is nothing.
type Holding uint8

// What callees hold.
const (
	HoldingTx Holding = iota + 1
	HoldingConn
	HoldingRows
	HoldingSession
	HoldingLock
	HoldingPermit
)

const holdings names = "tx|conn|rows|session|lock|permit"

func (h Holding) String() string      { return holdings.of(uint8(h)) }
func (h *Holding) set(s string) error { return setName(h, holdings, s) }

// How is the way in which a [NoReturn] call ends.
type How uint8

// Ways to end.
const (
	HowExit   How = iota + 1 // the process
	HowGoexit                // the goroutine
	HowPanic
)

const hows names = "exit|goexit|panic"

func (h How) String() string      { return hows.of(uint8(h)) }
func (h *How) set(s string) error { return setName(h, hows, s) }

// Does is what a [Read] row does with what it reads.
type Does uint8

// What is done with what is read.
const (
	DoesAll     Does = iota + 1 // keeps all of it in memory
	DoesUpload                  // keeps all of it, what is too large for memory in files
	DoesDecode                  // decodes a document, of any size
	DoesWrap                    // makes a reader of the same data
	DoesLimit                   // makes a reader of so much of it at most
	DoesInflate                 // makes a reader of more data than it reads
)

const doesNames names = "all|upload|decode|wrap|limit|inflate"

func (d Does) String() string      { return doesNames.of(uint8(d)) }
func (d *Does) set(s string) error { return setName(d, doesNames, s) }

// Stores is what a [Store] row does with what is stored under keys.
type Stores uint8

// What is done with what is stored under keys.
const (
	StoresPut    Stores = iota + 1 // adds a value under a key
	StoresExpire                   // sets when values expire that are there
	StoresRemove                   // takes values out
)

const storesNames names = "put|expire|remove"

func (s Stores) String() string         { return storesNames.of(uint8(s)) }
func (s *Stores) set(name string) error { return setName(s, storesNames, name) }

// PoolSets is what a [Pool] row sets.
type PoolSets uint8

// What is set of a pool.
const (
	PoolMax  PoolSets = iota + 1 // how many there are at most; 0 for any number, or for a default
	PoolMin                      // how many there are, or are kept idle, at least
	PoolIdle                     // how many are kept idle at most
)

const poolSetsNames names = "max|min|idle"

func (s PoolSets) String() string         { return poolSetsNames.of(uint8(s)) }
func (s *PoolSets) set(name string) error { return setName(s, poolSetsNames, name) }

// Reads says when a [Wait] changes nothing where it goes.
type Reads uint8

// When a wait changes nothing.
const (
	ReadsAlways Reads = iota + 1
	ReadsSelect       // when the statement that it is given begins with SELECT
)

const readsNames names = "always|select"

func (r Reads) String() string         { return readsNames.of(uint8(r)) }
func (r *Reads) set(name string) error { return setName(r, readsNames, name) }
