package ruledoc_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/rule/ruledoc"
)

const source = `// Package waits reports calls that wait. They
// do so for ever.
//
// # Why
//
// Nothing *ends* them.
//
// # Example
//
//	db.Query(q)
//	rows.Next()
//
// # Instead
//
//	db.QueryContext(ctx, q)
//
// # Silent when
//
//   - a timeout is set on the client,
//     wherever that is;
//   - nobody waits.
package waits
`

func TestDoc(t *testing.T) {
	d, err := ruledoc.Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := d.Summary(), "reports calls that wait"; got != want {
		t.Errorf("summary: got %q, want %q", got, want)
	}
	if got := d.Headings(); !slices.Equal(got, ruledoc.Required[:]) {
		t.Errorf("headings: got %q", got)
	}
	if got, want := d.Code("Example"), "db.Query(q)\nrows.Next()\n"; got != want {
		t.Errorf("example: got %q, want %q", got, want)
	}
	items := []string{"a timeout is set on the client, wherever that is", "nobody waits"}
	if got := d.Items("Silent when"); !slices.Equal(got, items) {
		t.Errorf("items: got %q, want %q", got, items)
	}
	if got := d.Text(); !strings.HasPrefix(got, "Reports calls that wait.") {
		t.Errorf("text:\n%s", got)
	}
	if got := d.Markdown(); !strings.Contains(got, "## Silent when\n") || strings.Contains(got, "{#") {
		t.Errorf("markdown:\n%s", got)
	}
	if got := ruledoc.Comment(source); !strings.HasPrefix(got, "Package waits reports calls that wait. They\ndo so") || !strings.HasSuffix(got, "nobody waits.") {
		t.Errorf("comment:\n%s", got)
	}
	for _, bad := range []string{"package p", "// no clause"} {
		if _, err := ruledoc.Parse(bad); err == nil {
			t.Errorf("Parse(%q): want an error", bad)
		}
	}
}
