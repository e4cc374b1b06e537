package driver

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
)

func TestIsVet(t *testing.T) {
	for _, c := range []struct {
		args []string
		want bool
	}{
		{nil, false},
		{[]string{"./..."}, false},
		{[]string{"-V=full"}, true},
		{[]string{"-flags"}, true},
		{[]string{"-json", "-stallcheck.own=x", "/tmp/vet.cfg"}, true},
		{[]string{"-json", "./..."}, false},
		{[]string{"explain", "nodeadline"}, false},
	} {
		if got := IsVet(c.args); got != c.want {
			t.Errorf("IsVet(%q): got %v", c.args, got)
		}
	}
}

type fakeKnowledge struct{}

func (fakeKnowledge) Boundary(path string) bool { return path == "fmt" || path == "example.com/known" }
func (fakeKnowledge) HasOps(path string) bool   { return path == "net" }

func TestSkippable(t *testing.T) {
	dir := t.TempDir()
	empty, full := filepath.Join(dir, "empty"), filepath.Join(dir, "full")
	for name, content := range map[string]string{empty: "", full: "x"} {
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	third := unit{ImportPath: "example.com/third", ModulePath: "example.com/third", ModuleVersion: "v1.0.0", VetxOnly: true}
	with := func(change func(*unit)) *unit {
		u := third
		change(&u)
		return &u
	}
	for _, c := range []struct {
		name string
		unit *unit
		want bool
	}{
		{"inert", &third, true},
		{"reported on", with(func(u *unit) { u.VetxOnly = false }), false},
		{"main module", with(func(u *unit) { u.ModuleVersion = "" }), false},
		{"not published", with(func(u *unit) { u.ModuleVersion = "v0.0.0-00010101000000-000000000000" }), false},
		{"own by pattern", with(func(u *unit) { u.ImportPath = "example.com/mine/x" }), false},
		{"no module", with(func(u *unit) { u.ModulePath, u.ModuleVersion = "", "" }), true},
		{"standard", &unit{ImportPath: "fmt", VetxOnly: true, ImportMap: map[string]string{"net": "net"}}, true},
		{"catalogued", with(func(u *unit) {
			u.ImportPath = "example.com/known"
			u.ImportMap = map[string]string{"net": "net"}
		}), true},
		{"imports operations", with(func(u *unit) { u.ImportMap = map[string]string{"vendored/net": "net"} }), false},
		{"imports facts", with(func(u *unit) { u.PackageVetx = map[string]string{"a": empty, "b": full} }), false},
		{"imports no facts", with(func(u *unit) { u.PackageVetx = map[string]string{"a": empty} }), true},
		{"facts unreadable", with(func(u *unit) { u.PackageVetx = map[string]string{"a": dir + "/none"} }), false},
	} {
		if got := c.unit.skippable(fakeKnowledge{}, []string{"example.com/mine/..."}); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestOwnPatterns(t *testing.T) {
	got := ownPatterns([]string{"-json", "-stallcheck.own=a/...", "--stallcheck.own=b", "x.cfg"})
	if len(got) != 2 || got[0] != "a/..." || got[1] != "b" {
		t.Errorf("got %q", got)
	}
}

func TestIsRelease(t *testing.T) {
	info := func(version, modified string, deps ...*debug.Module) *debug.BuildInfo {
		return &debug.BuildInfo{
			Main:     debug.Module{Version: version},
			Deps:     deps,
			Settings: []debug.BuildSetting{{Key: "vcs.modified", Value: modified}},
		}
	}
	for _, c := range []struct {
		name string
		info *debug.BuildInfo
		want bool
	}{
		{"tagged", info("v1.2.3", "false"), true},
		{"pre-release", info("v1.2.3-rc.1", "false"), true},
		{"local changes", info("v1.2.3", "true"), false},
		{"dirty", info("v1.2.3+dirty", ""), false},
		{"pseudo-version", info("v0.0.0-20260101000000-abcdefabcdef", ""), false},
		{"devel", info("(devel)", ""), false},
		{"replaced", info("v1.2.3", "", &debug.Module{Path: "x", Replace: &debug.Module{Path: "../x"}}), false},
	} {
		if got := isRelease(c.info); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}
