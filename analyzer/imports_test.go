package analyzer_test

import (
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/stallcheck/stallcheck/"

// layers says what each package may import besides the standard library: other
// packages of this module, and packages or whole folders ("/...") of others.
// The order is that of the flow: a package imports those above it.
var layers = []struct{ pkg, may string }{
	{"analyzer/model", ""},
	{"analyzer/witness", ""},
	// program is one package in SSA form; positions are witness's.
	{"analyzer/program", "analyzer/model analyzer/witness " + tools + "analysis " + tools + "ssa"},
	{"analyzer/summary", "analyzer/model analyzer/witness analyzer/program " + tools + "ssa"},
	// link is where the analyzer begins: it builds the program and its summary.
	{"analyzer/link", "analyzer/model analyzer/witness analyzer/program analyzer/summary " + tools + "analysis " + tools + "ssa"},
	// explain repeats in words what summary and link decide.
	{"analyzer/explain", "analyzer/model analyzer/witness analyzer/program analyzer/summary analyzer/link " + tools + "analysis"},
	{"analyzer/rule/ruledoc", ""},
	// rule asks program where a context is in scope: fixes need it.
	{"analyzer/rule", "analyzer/model analyzer/witness analyzer/program analyzer/summary analyzer/link analyzer/rule/ruledoc " +
		tools + "analysis " + tools + "ast/..."},
	{"analyzer/rule/ruletest", "analyzer/rule " + tools + "..."},
	// A rule reads what was found, and never walks SSA. What is found on the way
	// of requests is link's.
	{"rules/gen", "analyzer/rule/ruledoc"},
	{"rules/comments", "analyzer/rule rules"},
	{"rules/*", "analyzer/model analyzer/summary analyzer/link analyzer/rule " + tools + "analysis"},
	{"rules", "analyzer/rule rules/..."},
	// config is apart from driver: whoever embeds the umbrella reads the same
	// file, and needs no driver.
	{"analyzer/config", "analyzer/model analyzer/rule github.com/bmatcuk/doublestar/v4 github.com/goccy/go-yaml/... golang.org/x/mod/modfile"},
	{"analyzer", "analyzer/model analyzer/program analyzer/link analyzer/explain analyzer/rule analyzer/config " + tools + "analysis"},
	{"analyzer/host", "analyzer analyzer/config analyzer/link analyzer/rule " + tools + "analysis"},
	{"analyzer/gopls", "golang.org/x/mod/semver"},
	{"analyzer/report", "analyzer/witness analyzer/rule"},
	{"analyzer/source", "analyzer/report"},
	{"analyzer/baseline", "analyzer/report analyzer/source"},
	// driver is given the umbrella; it knows no rule.
	{"analyzer/driver", "analyzer/model analyzer/witness analyzer/program analyzer/rule analyzer/config analyzer/report " +
		tools + "... golang.org/x/mod/... golang.org/x/sync/errgroup github.com/rogpeppe/go-internal/diff"},
	{"analyzer/driver/drivertest", "analyzer analyzer/rule analyzer/witness " + tools + "analysis"},
	{"cmd/stallcheck", "analyzer analyzer/config analyzer/explain analyzer/witness analyzer/driver analyzer/baseline analyzer/gopls analyzer/source analyzer/report analyzer/rule analyzer/rule/ruledoc " +
		"rules golang.org/x/term " + tools + "analysis"},
	// integration has nothing but tests.
	{"integration", ""},
}

const tools = "golang.org/x/tools/go/"

// TestLayers compares the table with what go list says.
func TestLayers(t *testing.T) {
	cmd := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	used := make(map[string]bool)
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		pkg := strings.TrimPrefix(f[0], module)
		row := slices.IndexFunc(layers, func(l struct{ pkg, may string }) bool {
			ok, _ := path.Match(l.pkg, pkg)
			return ok
		})
		if row < 0 {
			t.Errorf("%s: no line in the table", pkg)
			continue
		}
		used[layers[row].pkg] = true
		may := strings.Fields(layers[row].may)
		for _, imp := range f[1:] {
			imp, own := strings.CutPrefix(imp, module)
			if !own && !strings.Contains(strings.Split(imp, "/")[0], ".") {
				continue // standard library
			}
			if !slices.ContainsFunc(may, func(m string) bool { return covers(m, imp) }) {
				t.Errorf("%s imports %s, which is not its business", pkg, imp)
			}
		}
	}
	for _, l := range layers {
		if !used[l.pkg] {
			t.Errorf("%s: no such package", l.pkg)
		}
	}
}

// covers reports whether an entry of the table stands for an import.
func covers(entry, imp string) bool {
	folder, all := strings.CutSuffix(entry, "...")
	return entry == imp || all && strings.HasPrefix(imp+"/", folder)
}
