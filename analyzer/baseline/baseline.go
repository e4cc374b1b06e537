// Package baseline tells which findings are new: those that a file does not
// list, or those that have to do with lines changed since a revision. With
// either an old service can adopt stallcheck today, and mend the rest later.
//
// A baseline file is text, one finding a line, sorted, so that it reads well in
// a review and merges like code:
//
//	# comment
//	RULE	PACKAGE	FUNCTION	N	MESSAGE
//
// separated by tabs. There is no line number, neither in its own column nor in
// the message, so an entry survives what happens to the lines around it. N
// counts the findings of one function that are otherwise the same, in the order
// of the source.
//
// Missed: an entry does not survive that its function is renamed or moved to
// another package, or that a new version of stallcheck words the message anew.
package baseline

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/report"
	"github.com/stallcheck/stallcheck/analyzer/source"
)

// An Entry stands for one finding.
type Entry struct {
	Rule    string
	Package string
	Func    string // "(*Orders).Find", "-" outside of functions
	N       int    // from 1
	Message string
}

func (e Entry) compare(f Entry) int {
	return cmp.Or(
		strings.Compare(e.Package, f.Package), strings.Compare(e.Func, f.Func), strings.Compare(e.Rule, f.Rule),
		strings.Compare(e.Message, f.Message), cmp.Compare(e.N, f.N),
	)
}

// String is the entry as a person would say it.
func (e Entry) String() string { return fmt.Sprintf("%s in %s of %s", e.Rule, e.Func, e.Package) }

// Entries are the entries of findings that are sorted by place, seen from dir.
func Entries(dir string, findings []*report.Finding) []Entry {
	r := source.NewReader(dir)
	count := make(map[Entry]int)
	out := make([]Entry, 0, len(findings))
	for _, f := range findings {
		e := Entry{
			Rule:    f.Rule,
			Package: f.At.Package,
			Func:    r.Enclosing(f.At).Name,
			Message: withoutLines(f.Message),
		}
		count[e]++
		e.N = count[e]
		out = append(out, e)
	}
	return out
}

// Mark gives findings that are sorted by place, seen from dir, the fingerprints
// of their entries. It comes before any of them is left out: N counts all.
func Mark(dir string, findings []*report.Finding) {
	for i, e := range Entries(dir, findings) {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\t%s\t%s\t%d\t%s", e.Rule, e.Package, e.Func, e.N, e.Message))
		findings[i].Fingerprint = hex.EncodeToString(sum[:16])
	}
}

// withoutLines replaces line numbers by N: "at line 52", "a.go:12".
func withoutLines(message string) string {
	words := strings.Fields(message)
	for i, w := range words {
		if rest := strings.TrimLeft(w, "0123456789"); rest != w && i > 0 && words[i-1] == "line" {
			words[i] = "N" + rest
		}
		if head, tail, ok := strings.Cut(w, ".go:"); ok {
			words[i] = head + ".go:N" + strings.TrimLeft(tail, "0123456789:")
		}
	}
	return strings.Join(words, " ")
}

const header = `# Findings that "stallcheck -baseline" knows of and does not report.
# Write it anew with "stallcheck -write-baseline".
# rule	package	function	number	message
`

// Write writes entries in the form that Read reads.
func Write(w io.Writer, entries []Entry) error {
	out := bufio.NewWriter(w)
	out.WriteString(header) // Flush tells of every error
	for _, e := range slices.SortedFunc(slices.Values(entries), Entry.compare) {
		fmt.Fprintf(out, "%s\t%s\t%s\t%d\t%s\n", e.Rule, e.Package, e.Func, e.N, e.Message)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write baseline: %w", err)
	}
	return nil
}

// Read reads a baseline file.
func Read(name string) ([]Entry, error) {
	content, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no baseline %s: write it with -write-baseline %s", name, name)
	}
	if err != nil {
		return nil, fmt.Errorf("read baseline: %w", err)
	}
	var out []Entry
	number := 0
	for line := range strings.Lines(string(content)) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		e, err := parse(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w: write the file anew with -write-baseline %s", name, number, err, name)
		}
		out = append(out, e)
	}
	return out, nil
}

func parse(line string) (Entry, error) {
	f := strings.Split(line, "\t")
	if len(f) != 5 {
		return Entry{}, fmt.Errorf("want rule, package, function, number and message between tabs, not %d columns", len(f))
	}
	n, err := strconv.Atoi(f[3])
	if err != nil || n < 1 {
		return Entry{}, fmt.Errorf("want a number from 1, not %q", f[3])
	}
	return Entry{Rule: f[0], Package: f[1], Func: f[2], N: n, Message: f[4]}, nil
}

// Split divides findings, sorted by place, into those that have no entry and,
// by their entries, those that have. Entries that match nothing are stale.
func Split(dir string, findings []*report.Finding, known []Entry) (fresh []*report.Finding, stale []Entry) {
	left := make(map[Entry]bool, len(known))
	for _, e := range known {
		left[e] = true
	}
	for i, e := range Entries(dir, findings) {
		if left[e] {
			delete(left, e)
		} else {
			fresh = append(fresh, findings[i])
		}
	}
	for e := range left {
		stale = append(stale, e)
	}
	slices.SortFunc(stale, Entry.compare)
	return fresh, stale
}
