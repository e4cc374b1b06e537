package report_test

import (
	"bytes"
	"errors"
	"io"
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
		ID: "nodeadline shop/store/orders.go:88:15", Rule: "nodeadline", Category: "nodeadline", Severity: "warning", Fingerprint: "11f0",
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
		Fixes: []report.Fix{{Title: "Use the context of the request", Edits: []report.Edit{
			{File: "store/orders.go", Start: 1902, End: 1914, Line: 87, Col: 9, EndLine: 87, EndCol: 29, New: "ctx"},
			{File: "store/orders.go", Start: 300, End: 300, Line: 4, Col: 1, EndLine: 4, EndCol: 1, New: "\t\"time\"\n"},
		}}},
	}
	local = &report.Finding{
		ID: "unreleased shop/a.go:1:2", Rule: "unreleased", Category: "unreleased", Severity: "error", Fingerprint: "22f0", Message: "rows is not released",
		At: place("shop", "a.go", 1, 2), Op: place("shop", "a.go", 1, 2),
		Entries: []string{"GET /"},
		Chain:   []report.Hop{{At: place("shop", "a.go", 1, 2), Caller: "Get", Callee: "(*sql.DB).Query"}},
	}
	foreign = &report.Finding{
		ID: "nodeadline third/x.go:3:4", Rule: "nodeadline", Category: "nodeadline/advice", Severity: "advice", Message: "Do waits",
		At: place("shop", "b.go", 5, 6), Op: report.Place{Package: "third", File: "x.go", Line: 3, Col: 4, Missing: true},
	}
	failure = &report.Failure{Package: "shop/bad", At: place("shop/bad", "bad/bad.go", 1, 1), Message: "undefined: x; shop/bad is not analysed"}

	sources = []*report.Source{
		{File: "store/orders.go", Line: 3, Lines: []string{"import (", "\t\"context\"", ")"}},
		{File: "store/orders.go", Line: 86, Decl: 80, Inside: "`", Lines: []string{
			"\twhere id = $1`", "\tctx := context.Background() // </pre><b>", "\t«q» = o.pool.Query(ctx, q, id)", "}",
		}},
	}
)

func printAll(t *testing.T, p report.Printer) {
	t.Helper()
	if err := report.Print(p, []*report.Finding{far, local, foreign}, []*report.Failure{failure}, sources, report.Totals{Packages: 3}); err != nil {
		t.Fatal(err)
	}
}

const short = `store/orders.go:88:15: (*pgxpool.Pool).Query may wait forever: its context has no deadline [nodeadline]
    Get calls Repo.Find, which eventually calls (*pgxpool.Pool).Query
    reached from GET /orders/{id} and 2 more entry points
a.go:1:2: rows is not released [unreleased, error]
    reached from GET /
b.go:5:6: Do waits [nodeadline/advice]
    the operation is at third/x.go:3:4
`

const why = `store/orders.go:88:15: (*pgxpool.Pool).Query may wait forever: its context has no deadline [nodeadline]
    reached from GET /orders/{id} and 2 more entry points
    api/orders.go:47:20    Get calls Repo.Find  (interface, *store.Orders)
    store/orders.go:71:9   Find calls (*Orders).query
    store/orders.go:88:15  query calls (*pgxpool.Pool).Query
    store/orders.go:87:9: the context is made here
    fix: Use the context of the request
a.go:1:2: rows is not released [unreleased, error]
    reached from GET /
    a.go:1:2  Get calls (*sql.DB).Query
b.go:5:6: Do waits [nodeadline/advice]
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

// forms are all that a report is printed in.
func forms(w io.Writer) map[string]report.Printer {
	opts := report.Options{
		Version: "v1.2.3",
		Dir:     "/src/shop",
		Root:    "/src",
		Rules: []report.Rule{{
			Name: "nodeadline", Severity: "warning", Summary: "reports waits", URL: "https://example.com/rules/nodeadline",
			Text: "Reports waits.\n\n# Why\n\nThey stall.\n", Markdown: "Reports waits.\n\n## Why\n\nThey stall.\n",
			HTML: "<p>Reports waits.\n<h3>Why</h3>\n<pre>wait()\n</pre>\n",
		}},
	}
	return map[string]report.Printer{
		"text":   report.NewText(w, w, report.TextOptions{Why: true}),
		"json":   report.NewJSON(w),
		"sarif":  report.NewSARIF(w, opts),
		"html":   report.NewHTML(w, opts),
		"github": report.NewGitHub(w, opts),
		"gitlab": report.NewGitLab(w, opts),
	}
}

// printed is the report of the test in one form.
func printed(t *testing.T, form string) string {
	t.Helper()
	var out bytes.Buffer
	printAll(t, forms(&out)[form])
	return out.String()
}

// TestReplay rebuilds every form from the JSON: it holds everything.
func TestReplay(t *testing.T) {
	stream := printed(t, "json")
	if n := strings.Count(stream, "\n"); n != 7 {
		t.Errorf("got %d lines, want one for each finding, failure, source and the totals", n)
	}
	for form := range forms(nil) {
		var out bytes.Buffer
		if err := report.Replay(strings.NewReader(stream), forms(&out)[form]); err != nil {
			t.Fatal(err)
		}
		if want := printed(t, form); out.String() != want || want == "" {
			t.Errorf("%s: got:\n%s\nwant:\n%s", form, out.String(), want)
		}
	}
	if err := report.Replay(strings.NewReader(stream[:len(stream)-10]), report.NewJSON(io.Discard)); err == nil {
		t.Error("replay of a stream that was cut: want an error")
	}
}

// TestWriteError: a printer does not hide that it could not print.
func TestWriteError(t *testing.T) {
	for name, p := range forms(full{}) {
		if err := report.Print(p, []*report.Finding{local}, nil, nil, report.Totals{Packages: 1}); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
