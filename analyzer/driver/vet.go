package driver

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/stallcheck/stallcheck/analyzer/config"
)

// IsVet reports whether the arguments are those that go vet gives its tool:
// "-flags", "-V=full", or flags and a file that describes one package.
func IsVet(args []string) bool {
	for _, a := range args {
		switch a {
		case "-flags", "--flags", "-V=full", "--V=full":
			return true
		}
	}
	return len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg")
}

// VetOptions configure the vet tool. What they hold is asked for only when it
// is needed: go vet starts a process for every package of the closure.
type VetOptions struct {
	// Analyzer is the umbrella, under a configuration or, with nil, none.
	Analyzer func(*config.File) (*analysis.Analyzer, error)
	// Knowledge is what is known of libraries, without the user's own rows.
	Knowledge func() (Knowledge, error)
	// Config reads the configuration that holds for the current folder, nil
	// when there is none.
	Config func() (*config.File, error)
}

// Vet answers go vet. On success it exits the process or returns nil.
func Vet(args []string, opts VetOptions, stdout io.Writer) error {
	if len(args) == 1 && strings.HasSuffix(args[0], "-V=full") {
		line, err := versionLine(opts)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(stdout, line)
		return err
	}
	var file *config.File
	if last := args[len(args)-1]; strings.HasSuffix(last, ".cfg") {
		u, err := readUnit(last)
		if err != nil {
			return err
		}
		if u.configured() {
			if file, err = opts.Config(); err != nil {
				return err
			}
		}
		if done, err := vetFast(u, args, file, opts); done || err != nil {
			return err
		}
	}
	a, err := opts.Analyzer(file)
	if err != nil {
		return err
	}
	unitchecker.Main(a) // exits
	return nil
}

// vetFast answers for a package that need not be read.
func vetFast(u *unit, args []string, file *config.File, opts VetOptions) (bool, error) {
	if !u.VetxOnly {
		return false, nil
	}
	know, err := opts.Knowledge()
	if err != nil {
		// The analyzer reports a bad catalogue where a person sees it.
		return false, nil
	}
	own := ownPatterns(args)
	if file != nil {
		own = append(own, file.Own...)
	}
	if !u.skippable(know, own) {
		return false, nil
	}
	return true, u.skip()
}

// ownPatterns finds the patterns of the user's own packages among the flags
// of the vet tool, which unitchecker parses only for packages that it reads.
func ownPatterns(args []string) []string {
	var own []string
	for _, a := range args {
		if v, ok := strings.CutPrefix(strings.TrimLeft(a, "-"), "stallcheck.own="); ok && v != "" {
			own = append(own, v)
		}
	}
	return own
}

// versionLine identifies this tool, and the configuration that holds where go
// vet was typed, to the cache of go vet. A clean build of a tagged version is
// named by it, so that caches work across machines; any other by the hash of the
// executable. A wrong configuration is told here, once, before go vet starts a
// process for each package.
func versionLine(opts VetOptions) (string, error) {
	file, err := opts.Config()
	if err != nil {
		return "", err
	}
	if file != nil && len(file.Own) > 0 && os.Getenv(config.Env) == "" {
		return "", &config.Error{Name: file.Name, Message: fmt.Sprintf("own names packages of other modules, and from their folders "+
			"go vet would not find this file: set %s=%s", config.Env, file.Name)}
	}
	hash, err := config.Hash(".", file)
	if err != nil {
		return "", err
	}
	if info, ok := debug.ReadBuildInfo(); ok && isRelease(info) {
		return fmt.Sprintf("stallcheck version %s config=%s", info.Main.Version, hash), nil
	}
	sum, err := config.Executable()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("stallcheck version devel config=%s buildID=%x", hash, sha256.Sum256([]byte(sum+hash))), nil
}

// isRelease reports whether the executable is one that anyone who builds this
// version gets: no local changes, no replaced module.
func isRelease(info *debug.BuildInfo) bool {
	v := info.Main.Version
	if !semver.IsValid(v) || module.IsPseudoVersion(v) || semver.Build(v) != "" || info.Main.Replace != nil {
		return false
	}
	for _, dep := range info.Deps {
		if dep.Replace != nil {
			return false
		}
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.modified" && s.Value == "true" {
			return false
		}
	}
	return true
}
