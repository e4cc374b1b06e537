package summary

import (
	"go/constant"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// Source is a data source name, as far as it stands in the code, that sets none
// of the timeouts of its driver.
type Source struct {
	Symbol  string
	Pos     witness.Pos
	Keys    []string
	Ignored []string
}

// blank stands for what of a data source name is not known.
const blank = "\x00"

// source finds a data source name without timeouts that a call is given.
func (b *builder) source(site ssa.CallInstruction) {
	if !b.tellsOfClients(site) {
		return
	}
	for _, c := range b.prog.Callees(site) {
		if c.Func == nil || c.Body != nil || c.Recv != nil {
			continue
		}
		for _, sym := range b.prog.SymbolsOf(c) {
			row := sym.Lib.Client(sym.Rel)
			if row == nil || row.DSN == "" {
				continue
			}
			if keys := b.untimed(row.DSN, c.Args); len(keys) > 0 {
				s := &Source{Symbol: sym.Full(), Pos: b.prog.Pos(b.prog.CallPos(site)), Keys: keys, Ignored: b.opt.Ignored(site)}
				b.out.Sources = append(b.out.Sources, s)
				b.out.sites[siteKey{s.Pos, s.Symbol}] = site
			}
			return
		}
	}
}

// untimed are the timeouts of a driver that a data source name could set and
// does not; nil if it sets one, or may, or names this machine.
func (b *builder) untimed(cell string, args []ssa.Value) []string {
	driver, at, _ := strings.Cut(cell, " ")
	index, err := strconv.Atoi(at)
	if err != nil || index >= len(args) {
		return nil
	}
	if rest, ok := strings.CutPrefix(driver, "arg"); ok {
		i, err := strconv.Atoi(rest)
		if err != nil || i >= len(args) {
			return nil
		}
		driver = assemble(args[i], 0)
	}
	name := assemble(args[index], 0)
	if !isWhole(name) || isHere(name) {
		return nil
	}
	var keys []string
	for row := range b.prog.Cat.Settings().All() {
		bound, ok := row.Entry.(*model.Bound)
		key, found := strings.CutPrefix(row.Symbol, "dsn:"+driver+" ")
		if !ok || !found || bound.Bounds != model.BoundsTime {
			continue
		}
		if strings.Contains(name, key) {
			return nil
		}
		if bound.Scope == model.ScopeCall && !strings.Contains(key, " ") {
			keys = append(keys, key)
		}
	}
	return keys
}

// assemble is a string as far as it is written down.
func assemble(v ssa.Value, depth int) string {
	if depth > 12 {
		return blank
	}
	switch x := v.(type) {
	case *ssa.Const:
		if x.Value != nil && x.Value.Kind() == constant.String {
			return constant.StringVal(x.Value)
		}
	case *ssa.BinOp:
		if x.Op == token.ADD {
			return assemble(x.X, depth+1) + assemble(x.Y, depth+1)
		}
	case *ssa.Call:
		if fn := x.Common().StaticCallee(); fn != nil && fn.Pkg != nil && program.PathOf(fn.Pkg.Pkg) == "fmt" && fn.Name() == "Sprintf" {
			return verb().ReplaceAllString(assemble(x.Common().Args[0], depth+1), blank)
		}
	}
	return blank
}

var verb = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`%[-+# 0-9.]*[a-zA-Z]`) })

// isWhole reports whether all settings of a data source name are in sight: what
// is not known stands before them, or is the value of one.
func isWhole(name string) bool {
	if base, settings, ok := strings.Cut(name, "?"); ok && base != "" {
		name = settings
	} else if strings.Contains(name, "://") || strings.Contains(name, "(") || !strings.Contains(name, "=") {
		return name != "" && !strings.HasSuffix(name, blank)
	}
	for i := range len(name) {
		if name[i] == blank[0] && (i == 0 || !strings.ContainsRune("='\"", rune(name[i-1]))) {
			return false
		}
	}
	return true
}

// isHere reports whether a data source name is of a database on this machine,
// as one that names no host is.
func isHere(name string) bool {
	for _, host := range []string{"localhost", "127.0.0.1", "[::1]", "unix(", "host=/"} {
		if strings.Contains(name, host) {
			return true
		}
	}
	return !strings.Contains(name, "tcp(") && !strings.Contains(name, "://") && !strings.Contains(name, "host=")
}
