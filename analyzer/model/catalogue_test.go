package model

import (
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

func newCatalogue(t testing.TB, user ...string) *Catalogue {
	t.Helper()
	var sources []Source
	for i, text := range user {
		sources = append(sources, Source{Name: fmt.Sprintf("user%d.txt", i), Text: []byte(text)})
	}
	c, err := New(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLookup(t *testing.T) {
	c := newCatalogue(t)
	db := c.Library("database/sql")
	w := db.Wait("(*DB).Query")
	if w == nil || w.Kind != KindSQL || w.Ctx != CtxNone || w.VariantSymbol() != "(*database/sql.DB).QueryContext" {
		t.Errorf("Query: %+v", w)
	}
	if i, ok := db.Wait("(*DB).QueryContext").Ctx.Index(); i != 0 || !ok {
		t.Errorf("QueryContext: context %d, %v", i, ok)
	}
	if db.Wait("(*DB).Nothing") != nil || db.CPU("(*DB).Query") != nil || db.Resources("(*DB).Nothing") != nil {
		t.Error("rows for what has none")
	}
	if got := db.Receivers("QueryContext"); !slices.Equal(got, []string{"*Conn", "*DB", "*Stmt", "*Tx"}) {
		t.Errorf("receivers of QueryContext: %q", got)
	}
	if rs := c.Library("os").Resources("Pipe"); len(rs) != 2 || rs[0].Result != 0 || rs[1].Result != 1 {
		t.Errorf("os.Pipe: %+v", rs)
	}
	wild := c.Library("github.com/redis/go-redis/v9").Wildcards()
	if len(wild) != 1 || wild[0].Symbol != "(Cmdable).*" {
		t.Errorf("wildcards of redis: %+v", wild)
	}
	if b := c.Settings().Bounds("dsn:mysql readTimeout"); len(b) != 1 || b[0].Bounds != BoundsTime {
		t.Errorf("setting: %+v", b)
	}
	if n := c.Library("builtin").NoReturn("panic"); n == nil || n.How != HowPanic || n.Conditional {
		t.Errorf("panic: %+v", n)
	}
	if cl := c.Library("net/http").Client("Transport{}"); cl == nil || cl.PerRequest != PerRequestLeak {
		t.Errorf("Transport{}: %+v", cl)
	}
}

func TestUnknownLibrary(t *testing.T) {
	c := newCatalogue(t)
	for _, path := range []string{"", "example.com/none", "..", "net+http", "_modules", "data"} {
		l := c.Library(path)
		if l != nil {
			t.Errorf("%q: %v", path, l)
		}
		if l.HasOps() || l.Wait("F") != nil || l.Bounds("F") != nil || l.Receivers("F") != nil || l.Wildcards() != nil || l.Path() != "" {
			t.Errorf("%q: a nil library knows something", path)
		}
		for r := range l.All() {
			t.Errorf("%q: %v", path, r)
		}
	}
}

func TestHasOps(t *testing.T) {
	c := newCatalogue(t, "package a\nbound\tF\tbounds=time\tscope=call\n"+
		"package b\nclient\tNew\tper_request=cheap\n"+
		"package c\nclient\tNew\tper_request=slow\n"+
		"package d\nresource\tF\tresult=0\tduty=none\n"+
		"package e\nresource\tF\tresult=0\tduty=permit\trelease=Done\n"+
		"package f\ncpu\tF\tclass=sort\tweight=light\n")
	for path, want := range map[string]bool{"a": false, "b": false, "c": true, "d": false, "e": true, "f": true, "net/http": true} {
		if got := c.Library(path).HasOps(); got != want {
			t.Errorf("%s: HasOps is %v", path, got)
		}
	}
}

// A user's rows replace the built-in rows of that kind and symbol, and no others.
func TestUserRows(t *testing.T) {
	c := newCatalogue(t, `
package os
resource	Pipe	result=1	err=2	duty=none
wait	Frobnicate	kind=exec

# a package of the user's own
package example.com/kv
wait	(*Client).Get	kind=cache	ctx=0
`, "package example.com/kv\nwait\t(*Client).Put\tkind=cache\tctx=0\nmodule example.com/kv\nmodule example.com/kv/deep v1\n")
	lib := c.Library("os")
	if rs := lib.Resources("Pipe"); len(rs) != 1 || rs[0].Duty != DutyNone {
		t.Errorf("Pipe: %+v", rs)
	}
	if lib.Wait("Frobnicate") == nil || lib.Wait("Open") == nil || lib.Resources("Open") == nil {
		t.Error("rows are missing")
	}
	kv := c.Library("example.com/kv")
	if kv.Wait("(*Client).Get") == nil || kv.Wait("(*Client).Put") == nil {
		t.Error("rows of the user's package are missing")
	}
	for r := range kv.All() {
		if !strings.HasPrefix(r.File, "user") || r.Line == 0 {
			t.Errorf("%v is at %s:%d", r, r.File, r.Line)
		}
	}
	if !c.Boundary("example.com/kv") || c.Boundary("example.com/kvs") {
		t.Error("the user's module is no boundary")
	}
	if _, ok := slices.BinarySearch(c.Packages(), "example.com/kv"); !ok {
		t.Error("the user's package is not listed")
	}
}

func TestBoundary(t *testing.T) {
	c := newCatalogue(t)
	for path, want := range map[string]bool{
		"github.com/jackc/pgx/v5":               true,
		"github.com/jackc/pgx/v5/pgxpool":       true,
		"github.com/jackc/pgx/v3":               false,
		"github.com/lib/pq":                     true,
		"github.com/lib/pq/oid":                 true,
		"github.com/lib/pq/v2":                  false,
		"github.com/lib/pq/v2/oid":              false,
		"github.com/lib/pqx":                    false,
		"github.com/lib":                        false,
		"gopkg.in/yaml.v3":                      true,
		"gopkg.in/yaml.v2":                      false,
		"github.com/sony/gobreaker/v2":          true,
		"modernc.org/sqlite/lib":                true,
		"net/http":                              false,
		"":                                      false,
		"github.com/stripe/stripe-go/v82/price": true,
		"github.com/stripe/stripe-go/v81":       false,
	} {
		if got := c.Boundary(path); got != want {
			t.Errorf("Boundary(%q) = %v", path, got)
		}
	}
	if m, ok := c.ModuleOf("net/http"); !ok || m.Path != "std" || !strings.HasPrefix(m.Version, "go1.") {
		t.Errorf("module of net/http: %+v", m)
	}
	if m, ok := c.ModuleOf("github.com/jackc/pgx/v5/pgxpool"); !ok || m.Path != "github.com/jackc/pgx/v5" || m.Version == "" {
		t.Errorf("module of pgxpool: %+v", m)
	}
}

// A module whose rows hold for its other majors is known under their paths.
func TestMajors(t *testing.T) {
	c := newCatalogue(t)
	const known = "github.com/google/go-github/v75"
	want := c.Library(known + "/github").Wait("(*Client).Do")
	if want == nil {
		t.Fatal("no row")
	}
	for _, module := range []string{"github.com/google/go-github", "github.com/google/go-github/v30", "github.com/google/go-github/v99"} {
		l := c.Library(module + "/github")
		if w := l.Wait("(*Client).Do"); w == nil || !reflect.DeepEqual(w, want) {
			t.Errorf("%s: (*Client).Do: %+v", module, w)
		}
		if l.Path() != module+"/github" {
			t.Errorf("path of %s: %s", module, l.Path())
		}
		if row := l.Client("NewClient"); row == nil || row.Makes != "*"+module+"/github.Client" {
			t.Errorf("%s: NewClient: %+v", module, row)
		}
		if !c.Boundary(module + "/github") {
			t.Errorf("%s is looked into", module)
		}
	}
	for _, path := range []string{"github.com/google/go-githubx/github", "github.com/google/uuid/github", "github.com/google/go-github/v99/none"} {
		if c.Library(path) != nil {
			t.Errorf("%s has rows", path)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	c := newCatalogue(t)
	got := make([]*Library, 16)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			got[i] = c.Library("net/http")
			c.Boundary("example.com/none")
			c.Split("net/http.Get")
		})
	}
	wg.Wait()
	for _, l := range got {
		if l == nil || l != got[0] {
			t.Fatal("the library was parsed more than once")
		}
	}
}

// New must cost nothing, whatever the size of the data.
func TestNewParsesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(10, func() { newCatalogue(t) }); n > 10 {
		t.Errorf("New allocates %v times", n)
	}
}

// TestNoInit runs this test binary, without any test, and looks for work that
// the package does before main.
func TestNoInit(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "init ") {
		t.Skip("no trace of initialisation")
	}
	for line := range strings.Lines(string(out)) {
		if fields := strings.Fields(line); len(fields) > 1 && strings.HasSuffix(fields[1], "/analyzer/model") {
			t.Errorf("the package is initialised at start-up: %s", line)
		}
	}
}

func BenchmarkLibrary(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		newCatalogue(b).Library("net/http")
	}
}

func BenchmarkWait(b *testing.B) {
	l := newCatalogue(b).Library("net/http")
	for b.Loop() {
		l.Wait("(*Client).Do")
	}
}
