package report

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestHighlight(t *testing.T) {
	for _, c := range []struct {
		lines  []string
		inside string
		mark   marked
		want   []string
	}{
		{[]string{"return f(x, nil) // a < b"}, "", nothing,
			[]string{`<span class="k">return</span> <span class="f">f</span>(x, <span class="b">nil</span>) <span class="c">// a &lt; b</span>`}},
		{[]string{"a := `x", "y` + 'z'", "n := 1"}, "", nothing,
			[]string{"a := <span class=\"s\">`x</span>", "<span class=\"s\">y`</span> + <span class=\"s\">&#39;z&#39;</span>", `n := <span class="n">1</span>`}},
		{[]string{"from t`", "f()"}, "`", nothing, []string{"<span class=\"s\">from t`</span>", `<span class="f">f</span>()`}},
		{[]string{"old */ x", ""}, "/*", nothing, []string{`<span class="c">old */</span> x`, ""}},
		{[]string{"var x", "\trows := db.Query(q)"}, "", marked{1, 10, ""},
			[]string{`<span class="k">var</span> x`, "\trows := <mark>db</mark><mark>.</mark><mark><span class=\"f\">Query</span></mark>(q)"}},
		{[]string{"x.\r", "\tGet(y)\r"}, "", marked{1, 2, "Get"}, []string{"x.", "\t<mark><span class=\"f\">Get</span></mark>(y)"}},
		{[]string{"db.Where(q).Find(x)", "Find(y)"}, "", marked{0, 1, "Find"},
			[]string{"db.<span class=\"f\">Where</span>(q).<mark><span class=\"f\">Find</span></mark>(x)", "<span class=\"f\">Find</span>(y)"}},
		{[]string{"db.Where(q)", "Find(y)"}, "", marked{0, 1, "Find"},
			[]string{"<mark>db</mark><mark>.</mark><mark><span class=\"f\">Where</span></mark>(q)", "<span class=\"f\">Find</span>(y)"}},
		{[]string{"\treturn"}, "", marked{0, 2, "f"}, []string{"\t<mark><span class=\"k\">return</span></mark>"}},
		{[]string{"short"}, "", marked{0, 99, "f"}, []string{"short"}},
		{nil, "", nothing, nil},
	} {
		var got []string
		for _, line := range highlight(c.lines, c.inside, c.mark) {
			got = append(got, string(line))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q:\ngot  %q\nwant %q", c.lines, got, c.want)
		}
	}
}

// TestHighlightKeepsText takes the colours off every piece of every file of this
// folder: what is left is the source.
func TestHighlightKeepsText(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil || len(names) == 0 {
		t.Fatal(err)
	}
	tag := regexp.MustCompile(`<[^>]*>`)
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		whole := strings.Split(string(content), "\n")
		for from := 0; from < len(whole); from += 7 {
			lines := whole[from:min(len(whole), from+20)]
			inside := continues(&Source{Lines: whole}, from)
			for i, line := range highlight(lines, inside, marked{min(3, len(lines)-1), 1, "f"}) {
				if got := html.UnescapeString(tag.ReplaceAllString(string(line), "")); got != lines[i] {
					t.Errorf("%s:%d: got %q, want %q", name, from+i+1, got, lines[i])
				}
			}
		}
	}
}

// TestContinues: a line within a raw string or a comment is known to be.
func TestContinues(t *testing.T) {
	s := &Source{Lines: []string{"a := `one", "two", "three` + b", "/*", "c", "*/ d", "e // `", "f", "`` + g"}}
	var got []string
	for n := range s.Lines {
		got = append(got, continues(s, n))
	}
	if want := []string{"", "`", "`", "", "/*", "/*", "", "", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := continues(&Source{Inside: "`", Lines: []string{"x", "y` + z", "w"}}, 1); got != "`" {
		t.Errorf("got %q, want a raw string", got)
	}
}

// diff is a fix as text.
func diff(x *htmlFix) string {
	tag := regexp.MustCompile(`<[^>]*>`)
	var b strings.Builder
	for _, f := range x.Files {
		b.WriteString(f.File + "\n")
		for _, l := range f.Lines {
			sign := map[string]string{"add": "+", "del": "-", "gap": "…", "": " "}[l.Kind]
			b.WriteString(sign + html.UnescapeString(tag.ReplaceAllString(string(l.Text), "")) + "\n")
		}
	}
	return b.String()
}

// TestFixAsDiff shows edits of one line, of several, that insert and that touch
// the same line.
func TestFixAsDiff(t *testing.T) {
	p := &htmlPrinter{gatherer: gatherer{sources: []*Source{
		{File: "a.go", Line: 1, Lines: []string{"package a", "import (", ")"}},
		{File: "a.go", Line: 10, Lines: []string{"ten", "one(bg(), x)", "two", "three", "four", "five", "six"}},
	}}}
	got := diff(p.fix(Fix{Title: "t", Edits: []Edit{
		{File: "a.go", Line: 15, Col: 1, EndLine: 16, EndCol: 1, Start: 60, New: ""},
		{File: "a.go", Line: 11, Col: 5, EndLine: 11, EndCol: 9, Start: 20, New: "ctx"},
		{File: "a.go", Line: 11, Col: 11, EndLine: 11, EndCol: 12, Start: 26, New: "y"},
		{File: "a.go", Line: 11, Col: 13, EndLine: 11, EndCol: 13, Start: 28, New: "\ndefer c()"},
		{File: "a.go", Line: 3, Col: 1, EndLine: 3, EndCol: 1, Start: 5, New: "\t\"time\"\n"},
	}}))
	const want = `a.go
 package a
 import (
+	"time"
 )
…
 ten
-one(bg(), x)
+one(ctx, y)
+defer c()
 two
 three
 four
-five
 six
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if got := p.fix(Fix{Edits: []Edit{{File: "gone.go", Line: 1, Col: 1, EndLine: 1, EndCol: 1}}}); len(got.Files) != 1 || got.Files[0].Lines != nil {
		t.Errorf("a file that is not at hand: got %+v", got)
	}
}
