package report_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

func place(pkg, file string, line, col int) report.Place {
	return report.Place{Package: pkg, File: file, Line: line, Col: col}
}

var (
	query = place("shop/store", "store/orders.go", 88, 15)

	far = &report.Finding{
		ID: "nodeadline shop/store/orders.go:88:15", Rule: "nodeadline", Severity: "warning",
		Message: "(*pgxpool.Pool).Query may wait forever: its context has no deadline",
		URL:     "https://example.com/rules/nodeadline",
		At:      query, Op: query,
		Entries: []string{"GET /orders/{id}", "GET /orders", "POST /orders"},
		Chain: []report.Hop{
			{At: place("shop/api", "api/orders.go", 47, 20), Caller: "Get", Callee: "Repo.Find", Dynamic: "interface, *store.Orders"},
			{At: place("shop/store", "store/orders.go", 71, 9), Caller: "Find", Callee: "(*Orders).query"},
			{At: query, Caller: "query", Callee: "(*pgxpool.Pool).Query"},
		},
		Notes: []report.Note{{At: place("shop/store", "store/orders.go", 87, 9), Message: "the context is made here"}},
		Fixes: []report.Fix{{Title: "Use the context of the request", Edits: []report.Edit{{File: "store/orders.go", Start: 1, End: 2, New: "ctx"}}}},
	}
	local = &report.Finding{
		ID: "unreleased shop/a.go:1:2", Rule: "unreleased", Severity: "error", Message: "rows is not released",
		At: place("shop", "a.go", 1, 2), Op: place("shop", "a.go", 1, 2),
		Entries: []string{"GET /"},
		Chain:   []report.Hop{{At: place("shop", "a.go", 1, 2), Caller: "Get", Callee: "(*sql.DB).Query"}},
	}
	foreign = &report.Finding{
		ID: "nodeadline third/x.go:3:4", Rule: "nodeadline", Severity: "warning", Message: "Do waits",
		At: place("shop", "b.go", 5, 6), Op: report.Place{Package: "third", File: "x.go", Line: 3, Col: 4, Missing: true},
	}
	failure = &report.Failure{Package: "shop/bad", At: place("shop/bad", "bad/bad.go", 1, 1), Message: "undefined: x; shop/bad is not analysed"}
)

func printAll(t *testing.T, p report.Printer) {
	t.Helper()
	if err := report.Print(p, []*report.Finding{far, local, foreign}, []*report.Failure{failure}, report.Totals{Packages: 3}); err != nil {
		t.Fatal(err)
	}
}

const short = `store/orders.go:88:15: (*pgxpool.Pool).Query may wait forever: its context has no deadline [nodeadline]
    Get calls Repo.Find, which eventually calls (*pgxpool.Pool).Query
    reached from GET /orders/{id} and 2 more entry points
a.go:1:2: rows is not released [unreleased]
    reached from GET /
b.go:5:6: Do waits [nodeadline]
    the operation is at third/x.go:3:4
`

const why = `store/orders.go:88:15: (*pgxpool.Pool).Query may wait forever: its context has no deadline [nodeadline]
    reached from GET /orders/{id} and 2 more entry points
    api/orders.go:47:20    Get calls Repo.Find  (interface, *store.Orders)
    store/orders.go:71:9   Find calls (*Orders).query
    store/orders.go:88:15  query calls (*pgxpool.Pool).Query
    store/orders.go:87:9: the context is made here
    fix: Use the context of the request
a.go:1:2: rows is not released [unreleased]
    reached from GET /
    a.go:1:2  Get calls (*sql.DB).Query
b.go:5:6: Do waits [nodeadline]
    the operation is at third/x.go:3:4
`

const failures = `stallcheck: bad/bad.go:1:1: undefined: x; shop/bad is not analysed
stallcheck: 3 findings in 3 packages; incomplete: 1 problem above
`

func TestText(t *testing.T) {
	for name, c := range map[string]struct {
		opts report.TextOptions
		want string
	}{
		"short": {report.TextOptions{}, short},
		"why":   {report.TextOptions{Why: true}, why},
	} {
		var out, errs bytes.Buffer
		printAll(t, report.NewText(&out, &errs, c.opts))
		if out.String() != c.want {
			t.Errorf("%s: got:\n%s\nwant:\n%s", name, out.String(), c.want)
		}
		if errs.String() != failures {
			t.Errorf("%s: got:\n%s\nwant:\n%s", name, errs.String(), failures)
		}
	}
}

// TestColor: colours change no text.
func TestColor(t *testing.T) {
	var out, errs bytes.Buffer
	printAll(t, report.NewText(&out, &errs, report.TextOptions{Color: true}))
	got := out.String()
	if !strings.Contains(got, "\x1b[1mstore/orders.go:88:15\x1b[0m") {
		t.Errorf("no colour in %q", got)
	}
	for _, code := range []string{"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m"} {
		got = strings.ReplaceAll(got, code, "")
	}
	if got != short {
		t.Errorf("without colours: got:\n%s\nwant:\n%s", got, short)
	}
}

// TestReplay rebuilds the text from the JSON: it holds everything.
func TestReplay(t *testing.T) {
	var stream, out, errs bytes.Buffer
	printAll(t, report.NewJSON(&stream))
	if n := strings.Count(stream.String(), "\n"); n != 5 {
		t.Errorf("got %d lines, want one for each finding, failure and the totals", n)
	}
	if err := report.Replay(bytes.NewReader(stream.Bytes()), report.NewText(&out, &errs, report.TextOptions{Why: true})); err != nil {
		t.Fatal(err)
	}
	if out.String() != why || errs.String() != failures {
		t.Errorf("got:\n%s\n%s", out.String(), errs.String())
	}
	cut := stream.String()[:stream.Len()-10]
	if err := report.Replay(strings.NewReader(cut), report.NewJSON(&out)); err == nil {
		t.Error("replay of a stream that was cut: want an error")
	}
}

// TestWriteError: a printer does not hide that it could not print.
func TestWriteError(t *testing.T) {
	for name, p := range map[string]report.Printer{
		"text": report.NewText(full{}, full{}, report.TextOptions{}),
		"json": report.NewJSON(full{}),
	} {
		if err := report.Print(p, []*report.Finding{local}, nil, report.Totals{Packages: 1}); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
