package main

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/gotooltest"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/analyzer/driver/drivertest"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/rules"
)

var update = flag.Bool("update", false, "rewrite what the scripts expect")

// TestMain makes the test binary three programs, beside the tests:
// stallcheck as it is, fakecheck with the stand-in for the engine, whose
// findings change with no rule, and paniccheck with a rule that panics.
func TestMain(m *testing.M) {
	program := func(c command) func() {
		return func() {
			c.stdout, c.stderr = os.Stdout, os.Stderr
			os.Exit(c.main(context.Background(), os.Args[1:]))
		}
	}
	panics := &rule.Rule{
		Name:   "panics",
		Source: "// Package panics reports nothing.\npackage panics",
		Run:    func(*rule.Pass) { panic("index out of range") },
	}
	testscript.Main(m, map[string]func(){
		"stallcheck": program(command{rules: rules.All, umbrella: analyzer.New}),
		"fakecheck":  program(command{rules: drivertest.Rules(), umbrella: drivertest.Umbrella}),
		"paniccheck": program(command{rules: append([]*rule.Rule{panics}, rules.All...), umbrella: analyzer.New}),
	})
}

// TestScript runs testdata/script/*.txtar, each of which tells in its comment
// what it shows. $STUBS is the folder of the third-party stubs, $STALLCHECK that
// of the module, and $TOOL that of the three programs, which go vet wants in full.
func TestScript(t *testing.T) {
	testdata, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	tool, err := exec.LookPath("stallcheck")
	if err != nil {
		t.Fatal(err)
	}
	params := testscript.Params{
		Dir:                 filepath.Join(testdata, "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("STUBS", filepath.Join(testdata, "stubs"))
			env.Setenv("STALLCHECK", filepath.Dir(testdata))
			env.Setenv("TOOL", filepath.Dir(tool))
			env.Setenv("GOPROXY", "off")
			env.Setenv("GOFLAGS", "")
			env.Setenv("GOWORK", "off")
			return nil
		},
	}
	if err := gotooltest.Setup(&params); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, params)
}
