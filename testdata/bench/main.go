// Command bench measures what stallcheck costs on a module, next to other
// tools, each in turn in one run:
//
//	go run . -n 3 /path/to/module
//
// Rows, in CPU seconds (user and system, all processes) and peak memory of the
// largest process, medians over -n runs:
//
//	vet tool, cold    go vet -vettool=stallcheck, no facts cached
//	vet tool, warm    again, with nothing changed
//	vet tool, touched after a line was added to the file of -touch
//	nothing, cold     a vet tool that builds SSA everywhere and reports nothing
//	go vet, warm      the standard suite
//	command, cold     stallcheck ./...
//	staticcheck       with an empty cache, when it is installed
//
// Compiled packages are in the build cache before the first measurement: the
// compiler's work is not counted. "Cold" is made by telling the go command
// that the tool is another one than before, since its identity is part of the
// key of everything that go vet caches. The last lines give the size of all
// facts of the module's packages and of their dependencies. How tables grow with
// the code below them, and what linking finds, command linking tells:
//
//	go run ./linking -tables -growth /path/to/module
//	go run ./linking -sample 20 /path/to/module
//
// The program needs the file -touch to be a file of the module; it restores
// the file when it is done.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	if os.Getenv(wrapEnv) != "" {
		os.Exit(wrap(os.Args[1:]))
	}
	n := flag.Int("n", 3, "runs of each row")
	touch := flag.String("touch", "", "file of the module, relative to it, that one row adds a line to")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: bench [-n runs] [-touch file] module-folder")
		os.Exit(2)
	}
	if err := bench(os.Stdout, flag.Arg(0), *n, *touch); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// cost is what one run of a command used.
type cost struct {
	cpu time.Duration
	rss int64 // KiB, of the largest process
}

// row is one line of the table.
type row struct {
	name  string
	setup func(run int) error
	cmd   func(run int) []string
	env   func(run int) []string
}

func bench(out io.Writer, module string, n int, touch string) error {
	tmp, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	tool, nothing := filepath.Join(tmp, "stallcheck"), filepath.Join(tmp, "nothing")
	if err := build("../..", tool, "./cmd/stallcheck"); err != nil {
		return err
	}
	if err := build(".", nothing, "./nothing"); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	sizes := filepath.Join(tmp, "sizes")
	b := &tools{self: self, tool: tool, nothing: nothing, tmp: tmp, sizes: sizes, nonce: fmt.Sprint(os.Getpid())}
	// Compile everything, for all tools.
	for _, args := range [][]string{{"go", "build", "./..."}, {"go", "vet", "./..."}, {"go", "list", "-export", "-deps", "./..."}} {
		if _, err := run(module, nil, args...); err != nil {
			return err
		}
	}
	var original []byte
	touched := filepath.Join(module, touch)
	if touch != "" {
		if original, err = os.ReadFile(touched); err != nil {
			return err
		}
		defer os.WriteFile(touched, original, 0o644)
	}
	rows := b.rows(touched, original)
	costs := make([][]cost, len(rows))
	for i := range n {
		for j, r := range rows {
			if r.setup != nil {
				if err := r.setup(i); err != nil {
					return err
				}
			}
			c, err := run(module, r.env(i), r.cmd(i)...)
			if err != nil {
				return fmt.Errorf("%s: %w", r.name, err)
			}
			costs[j] = append(costs[j], c)
		}
	}
	for j, r := range rows {
		m := median(costs[j])
		fmt.Fprintf(out, "%-20s %8.2f CPU s %8d MiB\n", r.name, m.cpu.Seconds(), m.rss/1024)
	}
	return report(out, sizes)
}

// tools knows how to run each tool.
type tools struct {
	self, tool, nothing, tmp, sizes, nonce string
}

func (b *tools) rows(touched string, original []byte) []row {
	vet := func(int) []string { return []string{"go", "vet", "-vettool=" + b.self, "./..."} }
	wrapped := func(tool string) func(int) []string {
		return func(run int) []string {
			return []string{wrapEnv + "=" + tool, nonceEnv + "=" + fmt.Sprint(b.nonce, run), sizesEnv + "=" + b.sizes}
		}
	}
	none := func(int) []string { return nil }
	rows := []row{
		{"vet tool, cold", func(int) error { return os.RemoveAll(b.sizes) }, vet, wrapped(b.tool)},
		{"vet tool, warm", nil, vet, wrapped(b.tool)},
	}
	if original != nil {
		addLines := func(run int) error {
			text := append(bytes.Repeat([]byte("\n"), run+1), original...) // moves every position
			return os.WriteFile(touched, text, 0o644)
		}
		rows = append(rows, row{"vet tool, touched", addLines, vet, wrapped(b.tool)})
	}
	rows = append(rows,
		row{"nothing, cold", nil, vet, wrapped(b.nothing)},
		row{"go vet, warm", nil, func(int) []string { return []string{"go", "vet", "./..."} }, none},
		row{"command, cold", nil, func(int) []string { return []string{b.tool, "./..."} }, none},
	)
	if path, err := exec.LookPath("staticcheck"); err == nil {
		rows = append(rows, row{"staticcheck", nil, func(int) []string { return []string{path, "./..."} }, func(run int) []string {
			return []string{"STATICCHECK_CACHE=" + filepath.Join(b.tmp, fmt.Sprint("staticcheck", run))}
		}})
	}
	return rows
}

func build(dir, out, pkg string) error {
	cmd := exec.Command("go", "build", "-o", out, pkg)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	return cmd.Run()
}

// run runs a command to its end. Findings are no failure.
func run(dir string, env []string, args ...string) (cost, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &text, &text
	err := cmd.Run()
	if cmd.ProcessState == nil {
		return cost{}, err
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	c := cost{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), usage.Maxrss}
	if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 && code != 3 {
		return c, fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, text.Bytes())
	}
	return c, nil
}

func median(cs []cost) cost {
	slices.SortFunc(cs, func(a, b cost) int { return cmp.Compare(a.cpu, b.cpu) })
	return cs[len(cs)/2]
}

const (
	wrapEnv  = "BENCH_TOOL"
	nonceEnv = "BENCH_NONCE"
	sizesEnv = "BENCH_SIZES"
)

// wrap runs as the vet tool: it hands over to the real one, gives it another
// identity for each run, and notes the size of the facts that it writes.
func wrap(args []string) int {
	if len(args) == 1 && args[0] == "-V=full" {
		fmt.Printf("bench version devel buildID=%x\n", os.Getenv(nonceEnv)+os.Getenv(wrapEnv))
		return 0
	}
	cmd := exec.Command(os.Getenv(wrapEnv), args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return max(1, cmd.ProcessState.ExitCode())
	}
	if len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg") {
		noteSize(args[len(args)-1])
	}
	return 0
}

func noteSize(cfgFile string) {
	var cfg struct{ ImportPath, ModulePath, ModuleVersion, VetxOutput string }
	text, err := os.ReadFile(cfgFile)
	if err != nil || json.Unmarshal(text, &cfg) != nil {
		return
	}
	info, err := os.Stat(cfg.VetxOutput)
	if err != nil {
		return
	}
	whose := "own"
	if cfg.ModuleVersion != "" || cfg.ModulePath == "" {
		whose = "dependency"
	}
	f, err := os.OpenFile(os.Getenv(sizesEnv), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return
	}
	defer f.Close()
	fmt.Fprintln(f, whose, info.Size(), cfg.ImportPath)
}

// report sums up the sizes that the last cold run noted.
func report(out io.Writer, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("no facts were written: %w", err)
	}
	total, count, largest := map[string]int{}, map[string]int{}, map[string]int{}
	seen := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		var whose, path string
		var size int
		if _, err := fmt.Sscan(line, &whose, &size, &path); err != nil || seen[path] {
			continue
		}
		seen[path] = true
		total[whose] += size
		largest[whose] = max(largest[whose], size)
		if size > 0 {
			count[whose]++
		}
	}
	for _, whose := range []string{"own", "dependency"} {
		fmt.Fprintf(out, "facts, %-10s %8.1f KiB in %d packages, the largest %.1f KiB\n",
			whose, float64(total[whose])/1024, count[whose], float64(largest[whose])/1024)
	}
	return nil
}
