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

// VetOptions configure the vet tool.
type VetOptions struct {
	// Analyzer is the umbrella. It is asked for only when a package is read:
	// go vet starts a process for every package of the closure.
	Analyzer func() *analysis.Analyzer
	// Knowledge is asked for likewise.
	Knowledge func() (Knowledge, error)
	// Config names the configuration, by its hash: it is part of the key
	// under which go vet caches results.
	Config string
}

// Vet answers go vet. On success it exits the process or returns nil.
func Vet(args []string, opts VetOptions, stdout io.Writer) error {
	if len(args) == 1 && strings.HasSuffix(args[0], "-V=full") {
		line, err := versionLine(opts.Config)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(stdout, line)
		return err
	}
	if done, err := vetFast(args, opts); done || err != nil {
		return err
	}
	unitchecker.Main(opts.Analyzer()) // exits
	return nil
}

// vetFast answers for a package that need not be read.
func vetFast(args []string, opts VetOptions) (bool, error) {
	last := args[len(args)-1]
	if !strings.HasSuffix(last, ".cfg") {
		return false, nil
	}
	u, err := readUnit(last)
	if err != nil {
		return false, err
	}
	if !u.VetxOnly {
		return false, nil
	}
	know, err := opts.Knowledge()
	if err != nil {
		// The analyzer reports a bad catalogue where a person sees it.
		return false, nil
	}
	if !u.skippable(know, ownPatterns(args)) {
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

// versionLine identifies this tool to the cache of go vet. A clean build of a
// tagged version is named by it, so that caches work across machines; any
// other by the hash of the executable.
func versionLine(config string) (string, error) {
	if config == "" {
		config = "-"
	}
	if info, ok := debug.ReadBuildInfo(); ok && isRelease(info) {
		return fmt.Sprintf("stallcheck version %s config=%s", info.Main.Version, config), nil
	}
	sum, err := hashExecutable(config)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("stallcheck version devel config=%s buildID=%s", config, sum), nil
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

func hashExecutable(config string) (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find executable: %w", err)
	}
	f, err := os.Open(name)
	if err != nil {
		return "", fmt.Errorf("read executable: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read executable: %w", err)
	}
	io.WriteString(h, config)
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}
