package unreleased

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
	"unicode"

	"github.com/stallcheck/stallcheck/analyzer/link"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/summary"
)

// message says what is held, and on which way out.
func message(leak *summary.Leak) string {
	what, done, again := subject(leak)
	first := leak.Exits[0]
	switch {
	case leak.Never:
		return fmt.Sprintf("%s is never %s: %s", what, done, missing(leak))
	case first.Loop:
		return fmt.Sprintf("%s is not %s before the loop %s", what, done, again)
	case first.Panics:
		return fmt.Sprintf("%s is not %s when it panics at line %d", what, done, first.Pos.Line)
	case first.Pos.IsValid():
		return fmt.Sprintf("%s is not %s on the path that returns at line %d", what, done, first.Pos.Line)
	}
	return fmt.Sprintf("%s is not %s on the path that reaches the end of the function", what, done)
}

// subject names what is held, what should be done to it, and what a loop does
// that does not.
func subject(leak *summary.Leak) (what, done, again string) {
	switch from := link.Name(leak.Symbol); {
	case leak.Lock && leak.Wrapped:
		return "lock from " + from, "unlocked", "locks it again"
	case leak.Permit && leak.Wrapped:
		return "permit from " + from, "released", "takes the next one"
	case leak.Lock:
		return owner(leak), "unlocked", "locks it again"
	case leak.Permit:
		return "permit of " + owner(leak), "released", "takes the next one"
	case leak.Type == "string":
		return "temporary directory from " + from, "removed", "makes the next one"
	default:
		return noun(leak) + " from " + from, "released", "acquires the next one"
	}
}

// owner is the lock, or the semaphore, as it is written.
func owner(leak *summary.Leak) string {
	if leak.Chan != nil {
		return rule.Format(leak.Chan)
	}
	if leak.Call != nil {
		if sel, ok := ast.Unparen(leak.Call.Fun).(*ast.SelectorExpr); ok {
			return rule.Format(sel.X)
		}
	}
	return link.Name(leak.Symbol)
}

// nouns are the types whose names do not say what they are.
var nouns = map[string]string{
	"Tx": "transaction", "Txn": "transaction", "DB": "transaction", "ExplicitTransaction": "transaction",
	"Stmt": "statement", "NamedStmt": "statement", "ReadCloser": "reader", "WriteCloser": "writer",
}

// noun names the resource by its type: "rows" for *sql.Rows, "document
// iterator" for *firestore.DocumentIterator.
func noun(leak *summary.Leak) string {
	if leak.Body {
		return "response body"
	}
	name, _, _ := strings.Cut(leak.Type, "[")
	name = name[strings.LastIndexAny(name, ".*")+1:]
	if n, ok := nouns[name]; ok {
		return n
	}
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) && !unicode.IsUpper(rune(name[i-1])) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// missing names what is not called.
func missing(leak *summary.Leak) string {
	names := slices.Clone(leak.Release)
	for i, n := range names {
		names[i] = link.Name(strings.TrimSuffix(strings.TrimPrefix(n, "field:"), "(result)"))
	}
	if len(names) == 2 {
		return fmt.Sprintf("neither %s nor %s is called", names[0], names[1])
	}
	return strings.Join(names, " or ") + " is not called"
}
