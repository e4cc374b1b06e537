package rules_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/rule/ruledoc"
	"github.com/stallcheck/stallcheck/rules"
)

const testdata = "../testdata"

// TestDocs holds each rule's documentation to its fixtures: all sections are
// there, the example is one that is reported, and every promise of silence has
// a case.
func TestDocs(t *testing.T) {
	for _, r := range rules.All {
		t.Run(r.Name, func(t *testing.T) {
			doc, err := ruledoc.Parse(r.Source)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(doc.Summary(), "reports ") {
				t.Errorf("summary %q: want %q", doc.Summary(), "Package "+r.Name+" reports …")
			}
			if got := doc.Headings(); !slices.Equal(got, ruledoc.Required[:]) {
				t.Errorf("headings %q: want %q", got, ruledoc.Required)
			}
			if doc.Code("Instead") == "" {
				t.Error("section Instead has no code")
			}
			checkExample(t, r, doc)
			checkSilent(t, r, doc)
		})
	}
}

// checkExample looks for the code of the section Example in basic.go. Space
// and "want" comments do not count.
func checkExample(t *testing.T, r *rule.Rule, doc *ruledoc.Doc) {
	example := squeeze(doc.Code("Example"))
	if example == "" {
		t.Error("section Example has no code")
		return
	}
	content, err := os.ReadFile(filepath.Join(testdata, "rules", r.Name, "basic.go"))
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for line := range strings.Lines(string(content)) {
		line, _, _ = strings.Cut(line, "// want ")
		code.WriteString(line + "\n")
	}
	if !strings.Contains(squeeze(code.String()), example) {
		t.Error("the code of section Example is not in basic.go")
	}
}

// checkSilent pairs the items of the section "Silent when" with the comments
// in silent.go that begin with "Silent:" and the item's first words.
func checkSilent(t *testing.T, r *rule.Rule, doc *ruledoc.Doc) {
	items := doc.Items("Silent when")
	if len(items) == 0 {
		t.Error("section Silent when has no items")
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(testdata, "rules", r.Name, "silent.go"), nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	covered := make(map[string]bool)
	for _, c := range silentComments(file) {
		i := slices.IndexFunc(items, func(item string) bool { return strings.HasPrefix(item, c) })
		if i < 0 || len(strings.Fields(c)) < 2 {
			t.Errorf("silent.go: no item begins with %q", c)
			continue
		}
		covered[items[i]] = true
	}
	for _, item := range items {
		if !covered[item] {
			t.Errorf("silent.go has no case for: %s", item)
		}
	}
}

func silentComments(file *ast.File) []string {
	var out []string
	for _, group := range file.Comments {
		text, ok := strings.CutPrefix(group.Text(), "Silent:")
		if ok {
			text, _, _ = strings.Cut(text, "\n\n")
			out = append(out, strings.TrimRight(strings.Join(strings.Fields(text), " "), ".;,"))
		}
	}
	return out
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// TestAdvice: a rule that gives advice says so, for the table of rules.
func TestAdvice(t *testing.T) {
	for _, r := range rules.All {
		names, err := filepath.Glob(filepath.Join(r.Name, "*.go"))
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no files: %v", r.Name, err)
		}
		gives := false
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			gives = gives || strings.Contains(string(content), "rule.Advice")
		}
		if says := r.Advice || r.Severity == rule.Advice; says != gives {
			t.Errorf("%s gives advice: %t, says so in its Rule: %t", r.Name, gives, says)
		}
	}
}

// TestNoOrphans fails on a file below testdata that no test reads.
func TestNoOrphans(t *testing.T) {
	err := fs.WalkDir(os.DirFS(testdata), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if reason := orphan(path); reason != "" {
			t.Errorf("testdata/%s: %s", path, reason)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// orphan says why no test reads a file, or nothing.
func orphan(path string) string {
	folder, rest, _ := strings.Cut(path, "/")
	switch folder {
	case "go.mod", "go.sum", "README.md":
	case "stubs": // built by what uses them; replaced in go.mod
		name, _, _ := strings.Cut(rest, "/")
		mod, err := os.ReadFile(filepath.Join(testdata, "go.mod"))
		if err != nil || !strings.Contains(string(mod), "./stubs/"+name+"\n") {
			return "go.mod has no replace by ./stubs/" + name
		}
	case "rules":
		name, _, _ := strings.Cut(rest, "/")
		if !slices.ContainsFunc(rules.All, func(r *rule.Rule) bool { return r.Name == name }) {
			return "no rule has this name"
		}
		if source, ok := strings.CutSuffix(path, ".golden"); ok {
			if _, err := os.Stat(filepath.Join(testdata, source)); err != nil {
				return "golden file without " + source
			}
		} else if !strings.HasSuffix(path, ".go") {
			return "neither .go nor .golden"
		}
	case "advice": // read by the tests of rules that have advice
		return ""
	case "roots": // read by the tests of analyzer/program
		if !strings.HasSuffix(path, ".go") {
			return "no .go file"
		}
	case "script":
		if !strings.HasSuffix(path, ".txtar") || strings.Contains(rest, "/") {
			return "the script test reads testdata/script/*.txtar"
		}
	case "apps": // TestTwoDrivers runs each folder that has a go.mod
		name, _, _ := strings.Cut(rest, "/")
		if _, err := os.Stat(filepath.Join(testdata, "apps", name, "go.mod")); err != nil {
			return "its app has no go.mod"
		}
	case "bench": // programs, run by hand
	default:
		return "no test reads this folder"
	}
	return ""
}
