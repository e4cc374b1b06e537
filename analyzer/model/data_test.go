package model

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// builtinText returns the text of every built-in file by its name in data/.
func builtinText(t testing.TB) map[string]string {
	t.Helper()
	entries, err := data.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, e := range entries {
		b, err := data.ReadFile("data/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		texts[e.Name()] = string(b)
	}
	return texts
}

// format writes what a parser holds: one section a package, rows sorted as
// bytes, so that sort(1) can do it too.
func format(p *parser) string {
	var b strings.Builder
	var paths []string
	for path := range p.rows {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		if path == settingsPath {
			b.WriteString("settings\n")
		} else {
			b.WriteString("package " + path + "\n")
		}
		var lines []string
		for _, r := range p.rows[path] {
			lines = append(lines, r.String())
		}
		slices.Sort(lines)
		for _, l := range lines {
			b.WriteString(l + "\n")
		}
	}
	var modules []string
	for _, m := range p.modules {
		line := strings.TrimSuffix("module "+m.Path+" "+m.Version, " ")
		if m.Majors {
			line += " majors"
		}
		modules = append(modules, line)
	}
	slices.Sort(modules)
	for _, m := range modules {
		b.WriteString(m + "\n")
	}
	return b.String()
}

// Every file parses, is named after its one package, and is in canonical form.
func TestDataFiles(t *testing.T) {
	all := parser{seen: map[rowID]Row{}} // across files
	for name, text := range builtinText(t) {
		var p parser
		p.parse("data/"+name, text)
		all.parse("data/"+name, text)
		if err := errors.Join(p.errs...); err != nil {
			t.Error(err)
			continue
		}
		if want := format(&p); text != want {
			t.Errorf("data/%s is not in canonical form: %s", name, firstDifference(text, want))
		}
		path := strings.ReplaceAll(strings.TrimSuffix(name, ".txt"), "+", "/")
		if path != modulesPath && (len(p.rows) != 1 || len(p.rows[path]) == 0) {
			t.Errorf("data/%s holds other packages than %s", name, path)
		}
	}
	if err := errors.Join(all.errs...); err != nil {
		t.Error(err)
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return "line\n\t" + g[i] + "\nbecomes\n\t" + strings.Join(w[min(i, len(w)):min(i+1, len(w))], "")
		}
	}
	return "lines are missing at the end"
}

// Every row is returned by the method of its kind, and no table has lost rows.
func TestEveryRowIsFound(t *testing.T) {
	c := newCatalogue(t)
	n := map[RowKind]int{}
	for _, path := range append(c.Packages(), settingsPath) {
		l := c.Library(path)
		for r := range l.All() {
			n[r.Kind]++
			if !slices.Contains(lookup(l, r.Kind, r.Symbol), r.Entry) {
				t.Errorf("%s:%d: %s %s is not found", r.File, r.Line, r.Kind, r.Symbol)
			}
		}
	}
	for kind, atLeast := range map[RowKind]int{
		RowBound: 316, RowCallback: 603, RowClient: 285, RowCPU: 311, RowHandler: 451,
		RowNoReturn: 125, RowProvider: 105, RowRead: 60, RowResource: 420, RowWait: 2036,
	} {
		if n[kind] < atLeast {
			t.Errorf("%d %s rows, want at least %d", n[kind], kind, atLeast)
		}
	}
}

// lookup asks the method of the kind.
func lookup(l *Library, kind RowKind, sym string) []Entry {
	switch kind {
	case RowBound:
		return entries(l.Bounds(sym))
	case RowCallback:
		return entries(l.Callbacks(sym))
	case RowClient:
		return []Entry{l.Client(sym)}
	case RowCPU:
		return []Entry{l.CPU(sym)}
	case RowHandler:
		return entries(l.Handlers(sym))
	case RowInput:
		return []Entry{l.Input(sym)}
	case RowLocal:
		return []Entry{l.Local(sym)}
	case RowSize:
		return entries(l.Sizes(sym))
	case RowStatus:
		return []Entry{l.Status(sym)}
	case RowStore:
		return []Entry{l.Store(sym)}
	case RowNoReturn:
		return []Entry{l.NoReturn(sym)}
	case RowPool:
		return []Entry{l.Pool(sym)}
	case RowProvider:
		return entries(l.Providers(sym))
	case RowRead:
		return []Entry{l.Read(sym)}
	case RowResource:
		return entries(l.Resources(sym))
	}
	return []Entry{l.Wait(sym)}
}

func entries[E Entry](es []E) []Entry {
	var out []Entry
	for _, e := range es {
		out = append(out, e)
	}
	return out
}

// Every package is of the standard library or of a listed module, and every
// module that claims a version has a package.
func TestModulesCoverPackages(t *testing.T) {
	c := newCatalogue(t)
	used := map[string]bool{"std": true}
	for _, path := range c.Packages() {
		m, ok := c.ModuleOf(path)
		if !ok {
			t.Errorf("%s is in no listed module", path)
		}
		used[m.Path] = true
	}
	for _, m := range c.modules() {
		if m.Version != "" && !used[m.Path] {
			t.Errorf("module %s has no package with rows", m.Path)
		}
	}
}

// Symbols inside cells can be cut, and name packages that have rows.
func TestSymbolsInCells(t *testing.T) {
	c := newCatalogue(t)
	check := func(r Row, qualified string) {
		path, sym, ok := c.Split(qualified)
		if !ok || Qualify(path, sym) != qualified {
			t.Errorf("%s:%d: %q is cut into %q and %q", r.File, r.Line, qualified, path, sym)
		} else if c.Library(path) == nil {
			t.Errorf("%s:%d: %s is of a package without rows", r.File, r.Line, qualified)
		}
	}
	for _, path := range c.Packages() {
		for r := range c.Library(path).All() {
			switch e := r.Entry.(type) {
			case *Wait:
				if v := e.VariantSymbol(); v != "" {
					check(r, v)
				}
			case *Client:
				if e.Limit != "" {
					check(r, e.Limit)
				}
			case *Resource:
				for _, rel := range e.Release {
					if rel.By == ByFunc {
						check(r, rel.Name)
					}
				}
			}
			if _, sym, ok := c.Split(Qualify(path, r.Symbol)); path != "builtin" && r.Kind != RowClient && !strings.HasSuffix(r.Symbol, "*") && (!ok || sym != r.Symbol) {
				t.Errorf("%s:%d: %s is cut into %q", r.File, r.Line, Qualify(path, r.Symbol), sym)
			}
		}
	}
}

// The default bounds that count, among all that occur.
func TestBoundedByDefault(t *testing.T) {
	bounded := map[string]bool{}
	for _, s := range []string{
		"1 min (jwkset HTTPTimeout)",
		"10 attempts, 100ms doubling (about 51s of sleep in total)",
		"10s",
		"1 min",
		"10s per RPC unless the context has a deadline",
		"15 min (DefaultMaxElapsedTime)",
		"15 min (MaxElapsedTime)",
		"15s (DefaultTimeout)",
		"20s",
		"2s each to dial, write and read",
		"30s connect (defaultConnectionTimeout), heartbeat 10s",
		"30s (FetchMaxWait)",
		"30s each for dial, read, write; Producer.Timeout 10s; 3 retries",
		"32 tries of up to 400ms (expiry 8s, factor 0.05), 50-250ms apart",
		"5 min inside GetCertificate",
		"500ms (DefaultTimeout)",
		"5s (JetStreamContext MaxWait default)",
		"5s unless the context has a deadline (API calls)",
		"60s (DefaultTimeout)",
		"60s per attempt",
		"60s; 2 retries",
		"80s per attempt; 2 retries",
		"BatchSpanProcessor ExportTimeout 30s",
		"ConnWriteTimeout 10s, Dialer.Timeout 5s",
		"PublishSettings.Timeout 60s",
		"ReadTimeout 3s, WriteTimeout 3s, DialTimeout 5s, PoolTimeout ReadTimeout+1s",
		"ReadTimeout 5 min",
		"ReadTimeout 5s, WriteTimeout 5s, DialTimeout 5s, PoolTimeout ReadTimeout+1s (ReadTimeout and WriteTimeout were 3s in older v9, e.g. v9.7)",
		"Timeout 11s, ConnectTimeout 11s",
		"WriteTimeout 10s, ReadTimeout 10s, BatchTimeout 1s, 10 attempts",
		"connect 30s",
		"connect 30s, read and write 60s",
		"dial 1s, read 60s, write 1s",
		"dial 2s",
		"go-redis defaults: dial 5s, read 3s, write 3s",
	} {
		bounded[s] = true
	}
	seen := map[string]bool{}
	c := newCatalogue(t)
	for _, path := range c.Packages() {
		for r := range c.Library(path).All() {
			w, ok := r.Entry.(*Wait)
			if !ok || seen[w.DefaultBound] {
				continue
			}
			seen[w.DefaultBound] = true
			if got := w.BoundedByDefault(); got != bounded[w.DefaultBound] {
				t.Errorf("%s:%d: %q: bounded is %v", r.File, r.Line, w.DefaultBound, got)
			}
		}
	}
	for s := range bounded {
		if !seen[s] {
			t.Errorf("%q does not occur", s)
		}
	}
}
