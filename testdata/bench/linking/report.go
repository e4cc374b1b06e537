package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go/ast"

	"github.com/stallcheck/stallcheck/analyzer/witness"
)

func measure(out io.Writer, opt *options) error {
	s, err := load(opt)
	if err != nil {
		return err
	}
	if opt.loaded != nil {
		opt.loaded()
	}
	if len(s.order) == 0 {
		return fmt.Errorf("no packages of the module were analysed")
	}
	if opt.tables {
		growth(out, s, opt)
		return nil
	}
	c := compare(s, opt)
	functions(out, c, opt)
	pairs(out, c, opt)
	c.sample(out, opt)
	growth(out, s, opt)
	return nil
}

func percent(a, b int) string {
	if b == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(a)/float64(b))
}

func functions(out io.Writer, c *comparison, opt *options) {
	n, missed := c.waiting()
	fmt.Fprintf(out, "packages %d, roots %d in %d packages\n", len(c.s.order), len(c.roots), len(c.parents))
	fmt.Fprintf(out, "functions that wait %d, reached by VTA %d, of those by stallcheck %d (%s); %d only by stallcheck\n",
		n.total, n.byVTA, n.both, percent(n.both, n.byVTA), len(n.extra))
	if opt.verbose {
		for _, key := range n.extra {
			fmt.Fprintln(out, "  extra", key)
		}
	}
	var reasons []string
	for _, m := range missed {
		reasons = append(reasons, m.reason)
		if opt.verbose {
			fmt.Fprintf(out, "  missed %s: %s\n", m.key, m.reason)
		}
	}
	count(out, reasons)
}

func pairs(out io.Writer, c *comparison, opt *options) {
	closed := 0
	distances := map[int]int{}
	var reasons []string
	for _, p := range c.pairs {
		if p.closed {
			closed++
			distances[min(p.distance, 4)]++
			continue
		}
		reasons = append(reasons, p.reason)
		if opt.verbose {
			fmt.Fprintf(out, "  open %s from %s: %s\n", p.pos, p.roots, p.reason)
		}
	}
	fmt.Fprintf(out, "pairs %d, closed %d (%s); at distance", len(c.pairs), closed, percent(closed, len(c.pairs)))
	for d, name := range []string{"0", "1", "2", "3", "4 or more"} {
		fmt.Fprintf(out, " %s: %d,", name, distances[d])
	}
	fmt.Fprintln(out)
	count(out, reasons)
}

// count prints how often each kind of reason occurs.
func count(out io.Writer, reasons []string) {
	n := map[string]int{}
	for _, r := range reasons {
		r, _, _ = strings.Cut(r, " @")
		r, _, _ = strings.Cut(r, ";")
		n[r]++
	}
	kinds := make([]string, 0, len(n))
	for r := range n {
		kinds = append(kinds, r)
	}
	slices.SortFunc(kinds, func(a, b string) int { return cmp.Or(n[b]-n[a], strings.Compare(a, b)) })
	for _, r := range kinds {
		fmt.Fprintf(out, "  %4d  %s\n", n[r], r)
	}
}

// sample prints how many closings VTA confirms, and some to be read.
func (c *comparison) sample(out io.Writer, opt *options) {
	all := c.closings()
	yes, live := 0, 0
	for _, cl := range all {
		if cl.vta == confirmed {
			yes++
		}
		if cl.vta != dead {
			live++
		}
	}
	fmt.Fprintf(out, "closings %d, live by VTA %d, of those confirmed %d (%s)\n", len(all), live, yes, percent(yes, live))
	if opt.verbose {
		for _, cl := range all {
			if cl.vta != confirmed {
				fmt.Fprintf(out, "  %s: %s %s -> %s\n", cl.vta, cl.pos, cl.how, cl.target)
			}
		}
	}
	random := rand.New(rand.NewPCG(opt.seed, 0))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, cl := range all[:min(opt.sample, len(all))] {
		fmt.Fprintf(out, "  sample %s: %s\n    -> %s (VTA: %s)\n", cl.pos, c.lineAt(cl.pos), cl.target, cl.vta)
	}
}

// lineAt is the source line at a position.
func (c *comparison) lineAt(pos witness.Pos) string {
	p := c.s.own[pos.Pkg]
	if p == nil {
		return ""
	}
	for _, name := range p.CompiledGoFiles {
		if filepath.Base(name) != pos.File {
			continue
		}
		f, err := os.Open(name)
		if err != nil {
			return ""
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		for range pos.Line {
			lines.Scan()
		}
		return strings.TrimSpace(lines.Text())
	}
	return ""
}

// growth prints how tables grow with the functions below.
func growth(out io.Writer, s *service, opt *options) {
	own := map[string]int{}
	total := 0
	var joining time.Duration
	for _, p := range s.order {
		for _, f := range p.Syntax {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n.(type) {
				case *ast.FuncDecl, *ast.FuncLit:
					own[p.PkgPath]++
				}
				return true
			})
		}
		total += p.bytes
		joining += p.joining
	}
	var xs, sizes, times []float64
	largest, most := s.order[0], 0
	for _, p := range s.order {
		below := 0
		for path := range p.below {
			below += own[path]
		}
		if p.bytes > largest.bytes {
			largest = p
		}
		most = max(most, below)
		if opt.growth {
			fmt.Fprintf(out, "  below %5d functions in %3d packages: %7d bytes, joined in %6.2f ms  %s\n",
				below, len(p.below), p.bytes, p.joining.Seconds()*1000, p.PkgPath)
		}
		if below > 100 {
			xs = append(xs, math.Log(float64(below)))
			sizes = append(sizes, math.Log(float64(p.bytes)))
			times = append(times, math.Log(p.joining.Seconds()))
		}
	}
	fmt.Fprintf(out, "tables %.1f KiB in all, the largest %.1f KiB (%s), read and joined in %.0f ms\n",
		float64(total)/1024, float64(largest.bytes)/1024, largest.PkgPath, joining.Seconds()*1000)
	fmt.Fprintf(out, "growth with the number of functions below, exponent: bytes %.2f, time %.2f\n", slope(xs, sizes), slope(xs, times))
}

// slope is that of the line that fits best.
func slope(xs, ys []float64) float64 {
	n := float64(len(xs))
	var sx, sy, sxx, sxy float64
	for i := range xs {
		sx, sy, sxx, sxy = sx+xs[i], sy+ys[i], sxx+xs[i]*xs[i], sxy+xs[i]*ys[i]
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}
