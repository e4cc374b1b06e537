package report_test

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

var update = flag.Bool("update", false, "rewrite what the tests expect")

// TestForms compares the forms for other programs with files that are to be
// read in a review.
func TestForms(t *testing.T) {
	for form, name := range map[string]string{"sarif": "report.sarif", "github": "report.github.txt", "gitlab": "report.gitlab.json"} {
		name = filepath.Join("testdata", name)
		got := printed(t, form)
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not %s, which -update rewrites:\n%s", form, name, got)
		}
	}
}

// TestSARIF holds the log to the schema of SARIF 2.1.0, also when there is
// nothing to say.
func TestSARIF(t *testing.T) {
	validate(t, printed(t, "sarif"))
	var empty strings.Builder
	if err := report.Print(report.NewSARIF(&empty, report.Options{Version: "v1.2.3"}), nil, nil, nil, report.Totals{}); err != nil {
		t.Fatal(err)
	}
	validate(t, empty.String())
}

// validate holds a log to the schema as it is written. The library that has the
// schema would validate what it understood of the log.
func validate(t *testing.T, log string) {
	t.Helper()
	loader := gojsonschema.NewStringLoader(schema(t))
	result, err := gojsonschema.Validate(loader, gojsonschema.NewStringLoader(log))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range result.Errors() {
		t.Errorf("%s in:\n%s", e, log)
	}
	misspelt := strings.Replace(log, "columnKind", "columnSort", 1)
	if result, err := gojsonschema.Validate(loader, gojsonschema.NewStringLoader(misspelt)); err != nil || result.Valid() {
		t.Errorf("the schema allows what is not in it: %v", err)
	}
}

// schema is that of SARIF 2.1.0, a constant of the library that is not exported.
func schema(t *testing.T) string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", reflect.TypeFor[sarif.Report]().PkgPath()).Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	text, err := strconv.Unquote(file.Scope.Lookup("schema").Decl.(*ast.ValueSpec).Values[0].(*ast.BasicLit).Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestSARIFMeaning reads the log as code scanning does.
func TestSARIFMeaning(t *testing.T) {
	log, err := sarif.FromString(printed(t, "sarif"))
	if err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	for i, r := range run.Results {
		rule := run.Tool.Driver.Rules[r.RuleIndex]
		if *rule.ID != *r.RuleID {
			t.Errorf("result %d: rule %q at the index of %q", i, *r.RuleID, *rule.ID)
		}
		at := r.Locations[0].PhysicalLocation.ArtifactLocation
		if strings.HasPrefix(*at.URI, "/") || *at.URIBaseID != "%SRCROOT%" {
			t.Errorf("result %d: %q is not seen from the root", i, *at.URI)
		}
	}
	far := run.Results[0]
	var steps []string
	for _, s := range far.CodeFlows[0].ThreadFlows[0].Locations {
		at := s.Location.PhysicalLocation
		steps = append(steps, *at.ArtifactLocation.URI+":"+strconv.Itoa(*at.Region.StartLine)+" "+*s.Location.Message.Text)
	}
	want := []string{
		"shop/api/orders.go:47 Get calls Repo.Find (interface, *store.Orders)",
		"shop/store/orders.go:71 Find calls (*Orders).query",
		"shop/store/orders.go:88 query calls (*pgxpool.Pool).Query",
	}
	if !slices.Equal(steps, want) {
		t.Errorf("code flow %q, want %q", steps, want)
	}
	// Line 88 has two quotation marks of two bytes before the call.
	if col := *far.Locations[0].PhysicalLocation.Region.StartColumn; col != 13 {
		t.Errorf("column %d, want 13", col)
	}
	if run.Invocations[0].ExecutionSuccessful == nil || *run.Invocations[0].ExecutionSuccessful {
		t.Error("a run with a failure is told to be successful")
	}
}

// TestGitHub reads workflow commands as the runner of GitHub Actions does.
func TestGitHub(t *testing.T) {
	var out strings.Builder
	p := report.NewGitHub(&out, report.Options{Dir: "/src", Root: "/src"})
	message := "100% of a:b,c\r\n::error::waits"
	at := report.Place{File: "a,b:c%/d.go", Line: 3, Col: 4}
	if err := p.Finding(&report.Finding{Category: "x/advice", Severity: "advice", Message: message, At: at, Op: at}); err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`^::(\S+) (.*?)::(.*)\n$`).FindStringSubmatch(out.String())
	if m == nil || m[1] != "notice" {
		t.Fatalf("got %q", out.String())
	}
	unescape := strings.NewReplacer("%3A", ":", "%2C", ",", "%0D", "\r", "%0A", "\n", "%25", "%")
	var got []string
	for p := range strings.SplitSeq(m[2], ",") {
		got = append(got, unescape.Replace(p))
	}
	if want := []string{"file=a,b:c%/d.go", "line=3", "col=4", "title=x/advice"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := unescape.Replace(m[3]); got != message {
		t.Errorf("got %q, want %q", got, message)
	}
}

// TestGitLab: each finding has what GitLab asks for, and a fingerprint of its
// own.
func TestGitLab(t *testing.T) {
	var issues []struct {
		Description, Fingerprint, Severity string
		CheckName                          string `json:"check_name"`
		Location                           struct {
			Path  string
			Lines struct{ Begin int }
		}
	}
	if err := json.Unmarshal([]byte(printed(t, "gitlab")), &issues); err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, i := range issues {
		if i.Description == "" || i.CheckName == "" || i.Location.Path == "" || i.Location.Lines.Begin == 0 ||
			!slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, i.Severity) || seen[i.Fingerprint] {
			t.Errorf("got %+v", i)
		}
		seen[i.Fingerprint] = true
	}
	if len(issues) != 3 {
		t.Errorf("got %d issues, want 3", len(issues))
	}
}
