// Command linking measures how much of a service stallcheck links, against the
// call graph of the whole program that variable type analysis (VTA) computes:
//
//	go run ./linking -sample 10 /path/to/module [./cmd/... packages]
//
// VTA sees all source code at once, dependencies included; stallcheck sees one
// package and the facts of its imports. Both start at the functions that
// stallcheck calls roots. The tables say:
//
//   - functions: the user's functions in which something waits, how many of them
//     VTA reaches from a root, and how many of those stallcheck reaches;
//   - pairs: of a package with roots and a call of an interface's method or of a
//     function value that these roots reach, by VTA, and behind which the user's
//     code has an operation that some rule may report. A pair is closed in a
//     package if the table of that package leads from such a root to the call,
//     and from the call to one of the functions that VTA finds behind it;
//   - distance: how many imports above the roots' package the first such package
//     is;
//   - closings: what stallcheck's calls of interfaces and function values lead
//     to, and how many of those VTA confirms;
//   - growth: for each package, the functions below it, the bytes of its table,
//     and the time that reading and joining it takes.
//
// What is open is listed with the reason; -v lists every case.
//
// VTA follows library code, in which all handlers seem to call one another. So
// a way through libraries counts only if it comes back into a function, or into
// a method of a value, that the call gives to the library. Nor does VTA tell
// apart the functions that different callers give to one parameter: what a
// parameter is called with counts where it is given, if the callee leads to it.
//
// Analysing dependencies takes much memory: 2 to 4 GB for 400 packages.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime/pprof"
)

func main() {
	var opt options
	flag.IntVar(&opt.sample, "sample", 0, "print so many closings, chosen by -seed, to be read")
	flag.Uint64Var(&opt.seed, "seed", 1, "of the sample")
	flag.BoolVar(&opt.verbose, "v", false, "list what is open")
	flag.BoolVar(&opt.growth, "growth", false, "print a line for each package's table")
	flag.BoolVar(&opt.all, "all", false, "let VTA see what main does not lead to, since a library starts it by reflection")
	flag.BoolVar(&opt.tables, "tables", false, "measure the tables only, without VTA")
	profile := flag.String("cpuprofile", "", "write a CPU profile of reading the module and running the model to `file`")
	flag.Func("own", "import path `pattern` of packages that are the user's, too", func(p string) error {
		opt.own = append(opt.own, p)
		return nil
	})
	flag.Parse()
	if flag.NArg() < 1 {
		fmt.Fprintln(os.Stderr, "usage: linking [-v] [-growth] [-sample n] [-seed n] module-folder [packages]")
		os.Exit(2)
	}
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			fmt.Fprintln(os.Stderr, "linking:", err)
			os.Exit(1)
		}
		if err := pprof.StartCPUProfile(f); err == nil {
			opt.loaded = pprof.StopCPUProfile
		}
	}
	opt.dir, opt.patterns = flag.Arg(0), flag.Args()[1:]
	if len(opt.patterns) == 0 {
		opt.patterns = []string{"./..."}
	}
	if err := measure(os.Stdout, &opt); err != nil {
		fmt.Fprintln(os.Stderr, "linking:", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	dir             string
	patterns, own   []string
	sample          int
	seed            uint64
	verbose, growth bool
	all             bool
	tables          bool
	loaded          func() // runs when the model is done
}
