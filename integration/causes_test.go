//go:build integration

package integration

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

// apps are the services below testdata/apps over which drivers are compared.
var apps = []string{"shop", "wired"}

// elsewhere is the end of a message about an operation that is not where the
// message stands.
var elsewhere = regexp.MustCompile(`[( ]([^ ()]+/[^ ()/]+\.go:\d+)\) \[[a-z/]+\]$`)

// cause identifies a finding in every driver, some of which print no more of an
// operation in another package than the end of the message: the rule, and the
// operation's folder, file and line.
func cause(category, file string, line int, message, module string) string {
	rule := strings.TrimSuffix(category, "/advice")
	if m := elsewhere.FindStringSubmatch(message); m != nil {
		return rule + " " + m[1]
	}
	file = filepath.ToSlash(file)
	folder := path.Base(path.Dir(file))
	if folder == "." {
		folder = module
	}
	return fmt.Sprintf("%s %s/%s:%d", rule, folder, path.Base(file), line)
}

// commandCauses lists the causes that the command finds.
func commandCauses(t *testing.T, app string) []string {
	t.Helper()
	r := program{dir: app, env: offline}.run(t, stallcheck(t), "-json", "./...")
	if r.code != 3 {
		t.Fatalf("stallcheck: want findings: %s", r)
	}
	set := collector{}
	if err := report.Replay(bytes.NewReader([]byte(r.stdout)), set); err != nil {
		t.Fatal(err)
	}
	return sorted(set)
}

// collector is a printer that keeps causes.
type collector map[string]bool

// Finding keeps its cause.
func (c collector) Finding(f *report.Finding) error {
	c[fmt.Sprintf("%s %s/%s:%d", f.Rule, path.Base(f.Op.Package), path.Base(f.Op.File), f.Op.Line)] = true
	return nil
}

// Source is of no interest here.
func (c collector) Source(*report.Source) error { return nil }

// Failure keeps what could not be analysed.
func (c collector) Failure(f *report.Failure) error {
	c["failure "+f.String()] = true
	return nil
}

// Close ends the output.
func (c collector) Close(report.Totals) error { return nil }

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }

// same compares what a tool found with what the command found.
func same(t *testing.T, tool string, got, want []string) {
	t.Helper()
	if len(want) == 0 {
		t.Fatal("no findings: the app proves nothing")
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s found\n\t%s\nand the command\n\t%s", tool, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
